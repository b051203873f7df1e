"""The names of the targets, for those who must not wait for the targets' imports."""

NAMES = (
    "text",
    "pdf",
    "docx",
    "ofd",
    "xlsx",
    "xls",
    "html",
    "mhtml",
    "archive",
    "image",
    "doc",
    "line",
    "numerals",
    "packs",
    "patterns",
    "json",
    "papers",
)
