"""Findings to text, json, sarif and github: pure functions."""
