"""Profiles: create, change, find, merge, delete."""
