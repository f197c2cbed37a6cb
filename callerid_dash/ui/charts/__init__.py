"""Kinds of charts, as plain data for plotly.js (`ui/figures.py`)."""
