"""Which way a limit holds whose words say only that it is kept (达到2%的目标): of some things more is better, of others less, and of most nobody can say."""

from __future__ import annotations

from extractor.language.patterns import Patterns


def more_is_better(named: str, patterns: Patterns) -> bool:
    """Whether the words before a figure and its limit name something of which more is better, and nothing of which less may be (药占比, 故障率, 用时)."""
    less = any(word in named for word in patterns.words("claim.bad-rates"))
    if less or patterns.one("claim.bound.less-may-do").search(named) is not None:
        return False
    good = any(word in named for word in patterns.words("claim.good-rates"))
    return good or patterns.one("claim.bounds.more-better").search(named) is not None
