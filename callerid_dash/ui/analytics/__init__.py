"""What the analytics page alone shows."""
