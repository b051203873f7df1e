"""OFD (GB/T 33190): pages, characters and paths."""
