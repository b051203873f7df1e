"""Plain text: its encoding, its lines, and the tables drawn in it."""
