"""The lineage of the data in one file: what the interpreter met, as the graph that people would draw."""
