"""What happens at this moment: the feed of calls, caller lookup, notifications of changes."""
