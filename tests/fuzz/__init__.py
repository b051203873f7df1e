"""Fuzzing (`docs/fuzzing.md`): ``python -m tests.fuzz`` runs for as long as it is told, ``tests/fuzz/test_*.py`` for a moment with every change."""
