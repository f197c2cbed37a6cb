"""Kinds of charts, as plain data for plotly.js (`ui/charts/figures.py`)."""
