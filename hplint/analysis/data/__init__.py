"""Rows and columns: which of them a value holds, what was learned from them, and whether two values share some."""
