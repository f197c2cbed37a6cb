"""Sets language and theme: in a cookie of this browser, and for the user if somebody is signed in."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, abort, request

from callerid_dash.services.accounts.accounts import Accounts
from callerid_dash.web.accounts.local import local_path, referring_path
from callerid_dash.web.accounts.viewer import CHOICES, keep_choice, signed_in


def preferences_blueprint(accounts: Accounts) -> Blueprint:
    """`/language/CODE` and `/theme/NAME`, by link or form; both lead back to the page that they were followed on."""
    blueprint = Blueprint("preferences", __name__)

    @blueprint.route("/<any(language, theme):name>/<value>", methods=["GET", "POST"])
    def choose(name: str, value: str) -> Response:
        if value not in CHOICES[name]:
            abort(404)
        if user := signed_in():
            accounts.prefer(user, name, value)
        goal = local_path(request.values.get("next")) or referring_path() or "/"
        response = Response(status=HTTPStatus.SEE_OTHER, headers={"Location": goal})
        keep_choice(response, name, value)
        return response

    return blueprint
