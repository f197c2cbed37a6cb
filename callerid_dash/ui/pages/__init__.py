"""Pages: each module has `layout(...)` and, where it has callbacks, `register(app, services, context)`."""
