"""HTTP without Dash."""
