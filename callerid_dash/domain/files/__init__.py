"""Formats, encodings and spreadsheets; reading a file in a subprocess."""
