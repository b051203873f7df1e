"""What the tool knows of the language: pattern packs, messages, numerals. This room knows nothing of documents."""
