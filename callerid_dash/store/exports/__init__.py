"""Rows of exports, in the order of the file."""
