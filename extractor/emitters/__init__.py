"""What people use: a report as JSON, as its published schema, and as a text for a reader. This room only renders; it finds nothing."""
