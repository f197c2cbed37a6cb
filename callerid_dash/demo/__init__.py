"""A sample office with a history, and calls that are simulated: for `callerid-dash demo` and `simulate`."""
