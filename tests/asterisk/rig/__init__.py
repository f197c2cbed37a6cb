"""Telephone systems for tests: starting them, placing calls, recording their events."""
