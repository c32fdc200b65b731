"""Estimators: built, set, held and fitted, and the classes of the project that are some."""
