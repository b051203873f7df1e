"""HTML: the article of a page as paragraphs, lists and tables."""
