"""The versions of libraries that a project asks for: dependencies and lock files to releases of the catalogue."""
