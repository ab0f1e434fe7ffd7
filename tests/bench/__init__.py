"""Tests of the measurements: that they run, and that their limits bite."""
