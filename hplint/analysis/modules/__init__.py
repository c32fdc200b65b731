"""Modules: imports, other files of the project, and what stands in for a library."""
