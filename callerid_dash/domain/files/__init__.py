"""Formats, encodings and spreadsheets; reading a file in a process of its own."""
