"""HTTP without Dash: sign-in, the API, health, headers. `setup.init_web` adds it to a server."""
