"""Scores: those of metrics, those that are written by hand, and what only looks at a model."""
