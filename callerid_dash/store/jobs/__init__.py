"""Jobs and their state."""
