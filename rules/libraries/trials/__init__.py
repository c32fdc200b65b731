"""Finds out which values libraries accept that don't say so: by giving them values, and looking whether they raise."""
