"""Claims bound by the words of their own sentence, or of the sentences just before it."""
