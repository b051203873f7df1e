"""Hostile files of every form, made by script, each with the documented ways in which reading it may end. ``python -m tests.hostile`` shows time and memory."""

from tests.hostile import archives, packages, pdfs, pictures, words
from tests.hostile.case import CASES, READ, Hostile

__all__ = ["CASES", "READ", "Hostile", "archives", "packages", "pdfs", "pictures", "words"]
