"""Whether the page is live, and who is signed in: the words for it, shown by the scripts of `assets/shell/`."""

from __future__ import annotations

from dash import html

from callerid_dash.domain.users import User
from callerid_dash.locales import Translator
from callerid_dash.ui.kit import ids
from callerid_dash.ui.kit.basics import attrs, icon


def shell_words(viewer: User, zone: str, t: Translator) -> dict[str, str]:
    """The attributes of the page's outermost element that scripts read; `viewer` is for whom it was made."""
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
    """Stands in place of the badge of the sources while nobody knows how they are."""
    return html.Div(
        [
            html.Span(className="health-dot", **attrs({"aria-hidden": "true"})),
            html.Span(t("Connecting …"), className="when-waiting"),
            html.Span(t("Not up to date"), className="when-lost"),
        ],
        className="not-live",
    )


def banner(t: Translator) -> html.Div:
    """Says since when the page is not up to date."""
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
    """What lies over the page when the session has ended; the server's form comes into it (assets/shell/sign_in.js)."""
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
