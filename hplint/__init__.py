"""A linter for machine-learning code: follows what was learned from which rows, and selected on which rows."""

__version__ = "0.1.0"
