"""Measurements: what the product costs beside the least it could cost."""
