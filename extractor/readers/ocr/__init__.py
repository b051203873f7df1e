"""Scans and pictures: their characters by an engine on this machine, each with what is doubtful about it."""
