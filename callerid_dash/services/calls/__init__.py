"""Calls: storing events, the call log, missed calls, attribution to profiles."""
