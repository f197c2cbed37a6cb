"""The display of a call on any page: its row, its state, its menu, its sheet."""
