"""PDF: characters and boxes by PDFium, lines, tables, forms and stamps out of them."""
