"""Syntax: what each kind of statement and expression does when it is executed."""
