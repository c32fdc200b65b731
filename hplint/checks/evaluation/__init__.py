"""Checks of HP3xx: is an evaluation honest?"""
