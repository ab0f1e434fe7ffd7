"""The storage of surveys: a database file (or schema) of its own, apart from the front desk's.

Apart, so that wiping it never stalls the desk, and so that no row of it can be joined with one of
the desk's in passing.
"""
