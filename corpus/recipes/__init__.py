"""The proving ground: makes self-assessment reports together with the full truth of what they say, and plants errors in them.

``python -m corpus.recipes --help`` writes them; `benchmarks/evaluate.py` judges the extractor by them. The same split, seed and number give the same
bytes. What writers say stands in one pack of phrases a split (``dev.toml`` …); who tunes the extractor never
reads ``held-back.toml``.
"""

from corpus.recipes.making import Made, make
from corpus.recipes.planting import PLANTS

__all__ = ["PLANTS", "Made", "make"]
