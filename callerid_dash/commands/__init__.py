"""The commands of `callerid-dash`, one module per group."""
