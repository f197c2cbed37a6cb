"""`callerid-dash export`."""
