"""Everything on HTTP that is not Dash: sign-in, the API, health, headers. `setup.init_web` puts it on a server."""
