"""The section in which admins choose which calls agents see."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.users import Action, Role, Visibility
from callerid_dash.locales import Translator
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.basics import attrs, button, icon
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, opens
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import text_of
from callerid_dash.ui.settings.parts import saved, section
from callerid_dash.ui.settings.section import Section

FORM = Form("visibility")
_BY_EXTENSION = (Visibility.OWN_EXTENSION, Visibility.OWN_EXTENSION_OR_PROFILES)


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    return view(services.directory.snapshot.visibility, context.words())


def view(current: Visibility, t: Translator) -> Component:
    """The four rules, with the current one marked."""
    choices = [
        button(
            [
                icon("check-circle-fill" if rule is current else "circle"),
                html.Span(
                    [html.Span(title, className="fw-semibold"), html.Span(text, className="muted small")],
                    className="d-grid",
                ),
            ],
            "rule option",
            {
                "data-rule": rule.value,
                "aria-pressed": "true" if rule is current else "false",
                "data-focus": rule.value,
                **({} if rule is current else opens("visibility", rule=rule.value)),
            },
        )
        for rule, (title, text) in rule_words(t).items()
    ]
    return section(
        t("Which calls agents see"),
        t(
            "The rule holds everywhere at once: in the live list, the log, the history of profiles, exports and on "
            "pages that are open now. Supervisors and administrators see all calls."
        ),
        html.Div(
            choices, className="rules options", role="group", **attrs({"aria-label": t("Which calls agents see")})
        ),
    )


def rule_words(t: Translator) -> Mapping[Visibility, tuple[str, str]]:
    """Each rule's name and what it means."""
    return {
        Visibility.ALL: (t("All calls"), t("Every agent sees every call of the office.")),
        Visibility.OWN_EXTENSION: (
            t("Calls to their extension"),
            t(
                "An agent sees the calls that rang on one of their extensions or were answered there. A call that "
                "waits in a queue appears when their phone rings."
            ),
        ),
        Visibility.OWN_PROFILES: (
            t("Calls of their profiles"),
            t(
                "An agent sees the calls of the profiles that they are an owner of, in whatever role. Unknown and "
                "withheld callers stay hidden from agents."
            ),
        ),
        Visibility.OWN_EXTENSION_OR_PROFILES: (
            t("Either of the two"),
            t("An agent sees the calls to their extensions and those of their profiles, no matter whose phone rang."),
        ),
    }


def dialog(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before a rule changes, which says what it means."""
    t, now = context.words(), services.directory.snapshot
    if arguments.get("rule") not in set(Visibility):
        raise InvalidInput("There is no such rule.")
    rule = Visibility(arguments["rule"])
    title, text = rule_words(t)[rule]
    return form_dialog(
        FORM,
        t("Let agents see: %(rule)s", rule=title),
        [html.P(text), _without_extension(rule, now, t)],
        t,
        do="do",
        words=t("Use this rule"),
        fixed={"rule": rule, "seen": now.visibility},
    )


def _without_extension(rule: Visibility, now: Snapshot, t: Translator) -> Component | None:
    """A notice of the agents who would see nothing because they have no extension."""
    agents = [u for u in now.users.values() if u.role is Role.AGENT and not u.disabled and not u.extensions]
    if rule not in _BY_EXTENSION or not agents:
        return None
    names = t(", ").join(agent.display_name or agent.username for agent in agents[:8])
    words = t.n(
        "%(count)s agent has no extension yet: %(names)s",
        "%(count)s agents have no extension yet: %(names)s",
        len(agents),
        names=names + (" …" if len(agents) > 8 else ""),  # noqa: PLR2004
    )
    return html.P([icon("exclamation-triangle"), " ", words], className="alert alert-warning", dir="auto")


def _submit(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.rules.set_visibility(text_of(values, "rule"), context.viewer(), text_of(values, "seen"))
    t = context.words()
    saved(t, t("The new rule holds now, also on open pages."))


SECTION = Section(
    "visibility",
    lambda t: t("Visibility"),
    "eye",
    Action.CHANGE_SETTINGS,
    layout,
    dialogs=[FormDialog(FORM, dialog, _submit, Action.CHANGE_SETTINGS)],
    follows="settings",
)
