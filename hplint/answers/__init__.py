"""Answers: what stands beside a value, or elsewhere in the project, and says that it is no guess."""
