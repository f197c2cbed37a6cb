"""Reads any CSV file by a mapping of its columns."""
