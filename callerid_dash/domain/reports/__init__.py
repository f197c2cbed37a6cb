"""Periods, figures and how calls are counted."""
