"""Calling: functions and classes in view, and what happens when something is called."""
