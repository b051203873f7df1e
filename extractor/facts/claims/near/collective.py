"""Places and bodies counted by kind beside the number of all of them (9镇3乡共12个乡镇; 13个县（市、区），其中4区2市7县)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.facts.claims.scope import IN_FORM, Scope
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Hedge


def kinds_of_places(scope: Scope) -> Iterator[Claim]:
    """The kinds as the parts of their whole, which names each of them, or is a word for all of such things."""
    stated = scope.figure("stated")
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end]
    heads = scope.match.captures("head")
    if stated is None or len(terms) != len(heads) or any(not _plain(one) for one in (*terms, stated)):
        return
    noun = scope.text("noun")
    named = [char for char in noun if char in scope.patterns.words("claim.collective.places")]
    covered = all(any(char in noun for char in head) for head in heads)
    closed = covered and all(any(char in head for head in heads) for char in named)
    whole = closed or (scope.rule == "claim/sum" and noun.startswith(scope.patterns.words("claim.collective.any")) and not named)
    if not whole or len(set(heads)) < len(heads):
        return
    parts = [scope.operand("part", one, IN_FORM) for one in terms]
    if scope.rule == "claim/breakdown":
        yield scope.claim(stated, parts, complete="full", partition=True)
    else:
        yield scope.claim(stated, parts)


def members(scope: Scope) -> Iterator[Claim]:
    """由5名干部、3名技术员和2名会计共10人组成: all kinds of people that a body is made of."""
    stated = scope.figure("stated")
    start, end = scope.match.span("terms")
    terms = [one for one in scope.sentence.figures if start <= one.at.start < end]
    if stated is not None and len(terms) == len(scope.match.captures("head")) and all(_plain(one) for one in (*terms, stated)):
        yield scope.claim(stated, [scope.operand("part", one, IN_FORM) for one in terms])


def _plain(one: Placed) -> bool:
    return one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT and not one.quantity.decimals
