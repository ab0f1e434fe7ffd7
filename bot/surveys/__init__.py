"""Surveys in the running program: files, keys, cards, what analysts get."""
