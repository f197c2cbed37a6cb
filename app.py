"""Where to start: `python app.py` serves; `app:server` is the WSGI application for other servers."""

from callerid_dash.cli import main

if __name__ == "__main__":
    main(["serve"])
else:
    from callerid_dash.factory import create_app

    app = create_app()
    server = app.server
