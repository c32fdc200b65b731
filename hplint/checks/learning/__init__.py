"""Checks of HP4xx: was it learned before it is read?"""
