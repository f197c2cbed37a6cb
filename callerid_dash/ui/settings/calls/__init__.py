"""What an admin settles about calls: where they come from, simulated ones, and when a missed caller ages out."""
