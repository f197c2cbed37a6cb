"""The signed-in user, language and theme of a request: the session and its cookies.

The ui does not know Flask; the composition root passes it `current_viewer`, `current_language` and `current_theme`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import flask_login
from flask import Flask, Request, Response, current_app, has_request_context, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from callerid_dash.domain.errors import CallerIdError
from callerid_dash.domain.users import User
from callerid_dash.locales import LANGUAGES
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.services import Services

THEMES = ("auto", "light", "dark")
CHOICES = {"language": tuple(LANGUAGES), "theme": THEMES}
"""The values of each preference that is also kept in a cookie of its name, so that the login page knows it."""

SESSION_LASTS = timedelta(days=30)
_CONFIGURED_LANGUAGE = "CALLERID_LANGUAGE"
_RENEWED = "renewed"


class NotSignedIn(CallerIdError):
    """There is no session, or it has ended."""

    code = "not_signed_in"


class SignedIn(flask_login.UserMixin):  # type: ignore[misc] # flask-login has no types
    """The user as flask-login knows it: by an id that becomes invalid with the session epoch."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """'ID.EPOCH', the content of the session."""
        return f"{self.user.id}.{self.user.session_epoch}"


class _Sessions(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        # Programs have no session, and reading and storing one takes a tenth of their requests' time.
        return None if request.path.startswith("/api/") else super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        return over_https()


def init(server: Flask, services: Services) -> None:
    """Set up sessions on the server."""
    server.config.update(
        SESSION_COOKIE_NAME="callerid_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
    )
    server.config[_CONFIGURED_LANGUAGE] = services.settings.language
    server.session_interface = _Sessions()
    manager = flask_login.LoginManager()
    manager.session_protection = None  # addresses may change during a session; sessions end by their epoch
    manager.user_loader(lambda session_id: _load(services.accounts, session_id))
    manager.init_app(server)


def sign_in(user: User) -> None:
    """Begin a session of this user; nothing of an earlier one stays."""
    session.clear()
    session.permanent = True
    session[_RENEWED] = _today()
    flask_login.login_user(SignedIn(user))


def sign_out() -> None:
    """End this browser's session."""
    flask_login.logout_user()
    session.clear()


def signed_in() -> User | None:
    """The signed-in user; None without a session."""
    user = getattr(flask_login.current_user, "user", None) if has_request_context() else None
    return user if isinstance(user, User) else None


def sends_token() -> bool:
    """Does the request carry a token?"""
    return request.authorization is not None and request.authorization.type == "bearer"


def current_viewer() -> User:
    """The signed-in user. Raises NotSignedIn, also outside a request."""
    if user := signed_in():
        return user
    raise NotSignedIn("Sign in first.")


def renew_session() -> None:
    """Renew the session once a day, so that one in use does not end in the middle of a shift."""
    if session.get(_RENEWED) != _today():
        session[_RENEWED] = _today()


def current_language() -> str:
    """The chosen language; else the configured one; else the browser's; else English."""
    if not has_request_context():
        return "en"
    settled = (request.cookies.get("language"), current_app.config.get(_CONFIGURED_LANGUAGE))
    asked_for = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((language for language in (*settled, *asked_for) if language in LANGUAGES), "en")


def current_theme() -> str:
    """The chosen theme: 'light', 'dark', or 'auto' for the system's."""
    chosen = request.cookies.get("theme") if has_request_context() else None
    return chosen if chosen in THEMES else "auto"


def keep_choice(response: Response, name: str, value: str) -> None:
    """Store a choice in its cookie if it is one of `CHOICES`."""
    if value in CHOICES.get(name, ()):
        year = 365 * 24 * 3600
        response.set_cookie(name, value, max_age=year, secure=over_https(), httponly=True, samesite="Lax")


def over_https() -> bool:
    """Does the browser use https? A reverse proxy's header is trusted: a false one only makes cookies stricter."""
    return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"


def _load(accounts: Accounts, session_id: str) -> SignedIn | None:
    user_id, _, epoch = session_id.partition(".")
    user = (
        accounts.sign_in.user_for_session(int(user_id), int(epoch)) if user_id.isdigit() and epoch.isdigit() else None
    )
    return SignedIn(user) if user else None


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
