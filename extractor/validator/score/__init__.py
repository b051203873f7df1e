"""The rules of the family ``score/*``: the scores of the items, their sums, deductions, and what is said of them elsewhere."""
