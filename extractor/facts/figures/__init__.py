"""Quantities: every figure of the text with its unit, hedge, period and subject, told from dates, document numbers and labels."""

from extractor.facts.figures.finder import find_quantities
from extractor.facts.figures.sentences import Placed, Sentence, sentences, together

__all__ = ["Placed", "Sentence", "find_quantities", "sentences", "together"]
