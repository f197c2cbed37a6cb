"""Imports of past calls from the files and tables of phone systems."""
