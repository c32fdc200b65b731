"""The basis: what Python itself gives, at less cost or with more safety; nothing here knows what a linter is."""
