"""Adds a number to an existing profile."""
