"""Words about whether the page is live and who is signed in; the scripts in `assets/shell/` show them."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.users import User
from callerid_dash.locales import Translator
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, icon


def shell_words(viewer: User, zone: str, t: Translator) -> dict[str, str]:
    """The attributes of the page's outermost element that scripts read; `viewer` is the user whose page it is."""
    return {
        "data-viewer": str(viewer.id),
        "data-username": viewer.username,
        "data-zone": zone,
        "data-lost-title": t("Not up to date"),
        "data-came-none": t("Live again. No call came meanwhile."),
        "data-came-one": t("Live again. One call came meanwhile."),
        "data-came-many": t("Live again. %(count)s calls came meanwhile.", count="{count}"),
        "data-forbidden": t("You may not do this. Ask an admin if you need it for your work."),
        "data-failed": t("That did not work, and nothing was changed. Try again in a moment."),
        "data-unanswered": t("No answer came. Try again in a moment."),
        "data-unanswered-typed": t("No answer came. What you typed is still here: try again in a moment."),
        "data-typed-again": t("What you had typed before the page was loaded again is here. It is not saved yet."),
        "data-close": t("Close"),
    }


def not_live(t: Translator) -> html.Div:
    """Replaces the badge of the sources while their state is unknown."""
    return html.Div(
        [
            html.Span(className="health-dot", **attrs({"aria-hidden": "true"})),
            html.Span(t("Connecting …"), className="when-waiting"),
            html.Span(t("Not up to date"), className="when-lost"),
        ],
        className="not-live",
    )


def banner(t: Translator) -> html.Div:
    """The message that says since when the page is out of date."""
    return html.Div(
        [icon("wifi-off"), html.Span()],
        id=ids.BANNER,
        className="banner",
        role="status",
        hidden="hidden",
        **attrs(
            {
                "data-since": t("Not up to date since %(time)s. Trying again all the time.", time="{time}"),
                "data-never": t("No answer from the server yet. Trying again all the time."),
            }
        ),
    )


def sign_in(t: Translator) -> html.Dialog:
    """The dialog over the page after the session has ended; assets/shell/sign_in.js loads the server's form into it."""
    return html.Dialog(
        [
            html.H2(t("Your session has ended"), id="sign-in-title"),
            html.P(t("What you have typed is still here after you have signed in again."), **attrs({"data-kept": ""})),
            html.Div(**attrs({"data-place": ""})),
        ],
        id=ids.SIGN_IN,
        className="sign-in",
        **attrs({"aria-labelledby": "sign-in-title"}),
    )
