"""The researchers' door: reports as spaCy documents, and many of them as one file of training data."""

from extractor.dataset.spacy_components import document, gouji_nlp, to_docbin

__all__ = ["document", "gouji_nlp", "to_docbin"]
