"""The desk: a server on this machine alone, where files are dropped in, read, looked at and decided upon. Knows batches and pages, no report's inside."""
