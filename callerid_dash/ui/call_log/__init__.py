"""The call log: its page, its filters, its saved views."""
