"""Bytes of a Python file or notebook to libcst trees, one a chunk, with the positions of the nodes asked for."""
