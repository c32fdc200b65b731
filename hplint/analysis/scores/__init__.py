"""Scores: on which rows they are measured, what is selected by them, and which of them are reported."""
