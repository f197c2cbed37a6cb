"""Summaries of calls: sums that are stored so that queries need not read years of calls."""
