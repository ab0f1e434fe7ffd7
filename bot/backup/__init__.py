"""Copies of one installation's data, made while it works, and putting them back."""
