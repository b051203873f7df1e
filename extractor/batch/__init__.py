"""Many files: isolation, resume, progress. Knows nothing of the inside of a report."""
