"""Whether a claim is certain enough to accuse: what must be proved, what bears it out, what other readings there are."""
