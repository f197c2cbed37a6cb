"""The sample office with its past, and simulated calls, for `callerid-dash demo` and `simulate`."""
