"""Gouji (勾稽) reads official self-assessment reports and checks that their figures agree."""

__version__ = "0.1.0"
