"""Commands beside the linting itself, and what all of them share of the terminal."""
