"""Word 97–2003, and what LibreOffice converts (RTF, ODT)."""
