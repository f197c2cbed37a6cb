"""A call wherever it is shown: its row, its state, its menu, its sheet."""
