"""Signing in and out with a plain form that works without JavaScript and loads at once."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from callerid_dash.locales import LANGUAGES, Translator, translator
from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.services.accounts.sign_in import TooManyAttempts, WrongCredentials
from callerid_dash.web.accounts.local import local_path
from callerid_dash.web.accounts.viewer import current_language, current_theme, keep_choice, sign_in, sign_out, signed_in
from callerid_dash.web.vendor import vendor_url

_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_MINUTE = 60


def auth_blueprint(accounts: Accounts) -> Blueprint:
    """`/login` and `/logout`."""
    blueprint = Blueprint("auth", __name__, template_folder="../templates")

    @blueprint.app_context_processor
    def page_words() -> dict[str, object]:
        return {"vendor_url": vendor_url, "languages": LANGUAGES}

    @blueprint.route("/login", methods=["GET", "POST"])
    def login() -> ResponseReturnValue:
        goal = local_path(request.values.get("next")) or "/"
        if request.method == "GET":
            return redirect(goal, HTTPStatus.SEE_OTHER) if signed_in() else _form(goal)
        username = request.form.get("username", "")
        t = translator(current_language())
        try:
            user = accounts.sign_in.authenticate(username, request.form.get("password", ""), request.remote_addr or "")
        except WrongCredentials:
            error = t("User name or password is wrong. Check the keyboard's language and Caps Lock, then try again.")
            return _form(goal, username, error), HTTPStatus.UNAUTHORIZED
        except TooManyAttempts as refusal:
            page = _form(goal, username, _how_long(t, refusal.retry_after))
            return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(refusal.retry_after)}
        sign_in(user)
        response = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": goal})
        for name, value in accounts.preferences(user).items():
            keep_choice(response, name, value)
        return response

    @blueprint.post("/logout")
    def logout() -> ResponseReturnValue:
        sign_out()
        return redirect("/login", HTTPStatus.SEE_OTHER)

    return blueprint


def _form(goal: str, username: str = "", error: str = "") -> str:
    return render_template(
        "login.html",
        t=translator(current_language()),
        theme=current_theme(),
        goal=goal,
        username=username,
        error=error,
    )


def _how_long(t: Translator, seconds: int) -> str:
    def spelled(count: int) -> str:
        return str(count).translate(_PERSIAN_DIGITS) if t.language == "fa" else str(count)

    if seconds < _MINUTE:
        return t.n(
            "Too many failed attempts. Try again in %(spelled)s second.",
            "Too many failed attempts. Try again in %(spelled)s seconds.",
            seconds,
            spelled=spelled(seconds),
        )
    minutes = -(-seconds // _MINUTE)
    return t.n(
        "Too many failed attempts. Try again in %(spelled)s minute.",
        "Too many failed attempts. Try again in %(spelled)s minutes.",
        minutes,
        spelled=spelled(minutes),
    )
