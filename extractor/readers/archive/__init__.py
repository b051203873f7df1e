"""Archives: their members within a budget, one after the other."""
