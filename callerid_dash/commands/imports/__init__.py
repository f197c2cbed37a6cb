"""`callerid-dash import`."""
