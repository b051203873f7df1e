"""Word as Word shows it: numbers, styles, tables, tracked changes."""
