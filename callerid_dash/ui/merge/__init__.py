"""The dialogs that merge two profiles."""
