"""Findings to text, JSON, SARIF, GitHub commands and statistics: pure functions that return what is to be written."""
