"""The section of the anonymous contacts module: its rule, and the profiles that it has created."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole, ProfileKind
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.office.auto_contacts_admin import AutoContact
from callerid_dash.services.profiles.auto_contacts import AnonymousRule, rule_of
from callerid_dash.services.profiles.filter import ProfileFilter
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.answers import done
from callerid_dash.ui.kit.basics import attrs, button, icon, name_text, number_text, page_link, ticking
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog, cancel_button, opens
from callerid_dash.ui.kit.fields import choice_field, fields_row, searched_field, switch_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import id_of, ids_in
from callerid_dash.ui.profiles.query import ProfileQuery
from callerid_dash.ui.settings.parts import card, empty, main, row, saved, section, tool, tools
from callerid_dash.ui.settings.section import Section
from callerid_dash.ui.words.owners import owner_badges, owner_words
from callerid_dash.ui.words.profiles import leaf_choices

RULE = Form("anonymous-rule")
TAKE_BACK = Form("anonymous-take-back")
SHOWN = 100


def layout(services: Services, context: UiContext) -> Component:
    """The section."""
    t, viewer = context.words(), context.viewer()
    snapshot = services.directory.snapshot
    page = services.office.auto_contacts.page(viewer, limit=SHOWN)
    return section(
        t("Anonymous contacts"),
        t(
            "Turns every unknown caller into a profile at once, named by the number, so that nobody is lost "
            "between two calls. Internal and withheld numbers and your own lines are left out."
        ),
        rule_card(rule_of(snapshot), snapshot, t),
        contact_list(page.items, services.office.auto_contacts.count(viewer), t, context),
    )


def rule_card(rule: AnonymousRule, snapshot: Snapshot, t: Translator) -> html.Div:
    """The rule for unknown callers, in words."""
    owners = [snapshot.users[key].username for key in rule.owners.values() if key in snapshot.users]
    kind = t("Person") if rule.kind is ProfileKind.PERSON else t("Organization")
    state = t("On: new unknown callers become profiles") if rule.enabled else t("Off: unknown callers stay unknown")
    facts = (kind, name_text(snapshot.category_words(rule.category_id)), name_text(t(", ").join(owners)))
    change = button(t("Change…"), "btn btn-quiet", opens("anonymous-rule"))
    line = html.Div(
        [icon("toggle-on" if rule.enabled else "toggle-off"), main(state, *(facts if rule.enabled else ())), change],
        className="settings-row",
        **attrs({"data-enabled": str(rule.enabled).lower()}),
    )
    return card(line)


def contact_list(contacts: tuple[AutoContact, ...], total: int, t: Translator, context: UiContext) -> Component:
    """The created profiles, newest first, each with its actions."""
    if not contacts:
        return empty(
            "person-check",
            t("No caller is waiting to be identified."),
            t("New ones appear here while the module is on."),
        )
    words = t.n("%(n)s caller to identify", "%(n)s callers to identify", total)
    take_back = button(
        [icon("arrow-counterclockwise"), " ", t("Take back…")], "btn btn-quiet btn-sm", opens("anonymous-take-back")
    )
    return html.Div(
        [
            html.Div([html.H3(words), take_back], className="spread flex-wrap"),
            html.Ul([_contact(contact, t, context) for contact in contacts], className="settings-list"),
            *([_all_of_them(t)] if total > len(contacts) else []),
        ],
        className="anonymous-contacts",
    )


def _all_of_them(t: Translator) -> html.A:
    everybody = ProfileQuery(wanted=ProfileFilter(anonymous=True))
    return page_link(t("Show all of them in the list of profiles"), everybody.href(), "btn btn-quiet")


def _contact(contact: AutoContact, t: Translator, context: UiContext) -> html.Li:
    profile, traffic, formats = contact.profile, contact.traffic, context.formats()
    called: list[Component | str] = []
    if traffic:
        calls = t.n("%(n)s call", "%(n)s calls", traffic.calls)
        last = ticking("ago", traffic.last_at, title=formats.moment(traffic.last_at))
        called = [calls, html.Span([t("last"), " ", last])]
    link = page_link(number_text(profile.name, formats), f"/profiles/{profile.id}")
    return row(
        main(link, *called, *([owner_badges(profile.owners, t)] if profile.owners else [])),
        tools(
            _action("person-check", t("Identify"), opens("profile-edit", profile=profile.id)),
            _action("person-plus", t("Add to…"), opens("merge", profiles=profile.id)),
            tool("arrow-counterclockwise", t("Take back"), "anonymous-take-back", only=profile.id),
        ),
    )


def _action(shape: str, words: str, opening: dict[str, str]) -> html.Button:
    return button([icon(shape), " ", words], "btn btn-quiet btn-sm", opening)


def open_rule(services: Services, context: UiContext, _arguments: Arguments) -> Dialog:
    """The form of the rule."""
    t, snapshot = context.words(), services.directory.snapshot
    rule = rule_of(snapshot)
    users = [("", t("Nobody"))] + [
        (str(user.id), user.display_name or user.username) for user in snapshot.users.values() if not user.disabled
    ]
    owners = [
        choice_field(RULE, f"owners.{role.value}", words, users, str(rule.owners.get(role, "")))
        for role, words in owner_words(t).items()
    ]
    kinds = [(ProfileKind.PERSON, t("Person")), (ProfileKind.ORGANIZATION, t("Organization"))]
    category = searched_field(
        RULE,
        "category",
        t("Category"),
        leaf_choices(snapshot),
        str(rule.category_id) if rule.category_id is not None else None,
        help_text=t("Where the new profiles are filed."),
        t=t,
    )
    body = [
        switch_field(RULE, "enabled", t("Make a profile of every unknown caller"), rule.enabled),
        choice_field(RULE, "kind", t("Kind"), kinds, rule.kind),
        category,
        html.Fieldset([html.Legend(t("Owners"), className="field-label"), fields_row(*owners)]),
    ]
    return form_dialog(RULE, t("Anonymous contacts"), body, t)


def open_take_back(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The question before created profiles are taken back, which says how many will be deleted."""
    t, only = context.words(), arguments.get("only", "")
    ids = [id_of(only)] if only else services.office.auto_contacts.untouched(context.viewer())
    title = t("Take back anonymous contacts")
    if not ids:
        return Dialog(title, [html.P(t("There is nothing to take back."))], [cancel_button(t)], size="sm")
    words = t.n(
        "%(n)s profile goes, and its caller is unknown again.",
        "%(n)s profiles go, and their callers are unknown again.",
        len(ids),
    )
    kept = t("Those that somebody has changed or written a record for stay.")
    body = [
        html.P(words),
        None if only else html.P(kept, className="field-help"),
        html.P(t("This can be undone for a day."), className="field-help"),
    ]
    fixed = {"ids": ",".join(map(str, ids))}
    return form_dialog(
        TAKE_BACK, title, body, t, do="take-back", words=t("Take back"), danger=True, size="sm", fixed=fixed
    )


def _save_rule(services: Services, context: UiContext, _do: str, values: Values) -> None:
    services.office.auto_contacts.configure(_rule(values), context.viewer())
    saved(context.words())


def _take_back(services: Services, context: UiContext, _do: str, values: Values) -> None:
    t = context.words()
    undo_id = services.office.auto_contacts.take_back(ids_in(values.get("ids")), context.viewer())
    done(t("Taken back."), t, undo_id=undo_id)


def _rule(values: Values) -> AnonymousRule:
    try:
        return AnonymousRule(
            enabled=bool(values.get("enabled")),
            kind=ProfileKind(str(values.get("kind"))),
            category_id=int(str(values["category"])) if values.get("category") else None,
            owners={role: int(str(key)) for role in OwnerRole if (key := values.get(f"owners.{role.value}"))},
        )
    except ValueError as error:
        raise InvalidInput("Choose from the lists.") from error


SECTION = Section(
    key="anonymous",
    words=lambda t: t("Anonymous contacts"),
    icon="question-circle",
    action=Action.CHANGE_SETTINGS,
    layout=layout,
    dialogs=(
        FormDialog(RULE, open_rule, _save_rule, Action.CHANGE_SETTINGS),
        FormDialog(TAKE_BACK, open_take_back, _take_back, Action.CHANGE_SETTINGS),
    ),
    follows="profiles",
)
