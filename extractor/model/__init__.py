"""The nouns of the project: frozen, typed, without I/O. This room imports no other room."""
