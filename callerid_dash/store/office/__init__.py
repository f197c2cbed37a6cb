"""What the office has set, and the snapshot of it that is held in memory."""
