"""The audit trail, undo, and checks of the whole database."""
