"""Python's own: its functions, its containers and their methods, and what its standard library hands on."""
