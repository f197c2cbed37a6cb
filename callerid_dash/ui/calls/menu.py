"""The menu of a caller's icon, with actions for this caller, on every page that shows callers.

A page has only one such menu, so a row costs a few attributes, not a menu. `menu_attrs` puts the caller on the button
that opens it; the entries carry their actions, and `calls/caller_menu.js` applies them to the caller.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dash import html
from dash.development.base_component import Component

from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.domain.users import Action, Role, can
from callerid_dash.locales import Translator
from callerid_dash.ui.calls.row_view import CallerKind
from callerid_dash.ui.kit.basics import attrs, icon, name_text, present
from callerid_dash.ui.kit.dialogs import opens
from callerid_dash.ui.words.records import record_kind_icon, record_kind_words


def has_menu(kind: CallerKind, number: str | None) -> bool:
    """Whether this caller has a menu: not with a withheld number, nor a colleague who cannot be called back."""
    return kind is not CallerKind.WITHHELD and (kind is not CallerKind.INTERNAL or number is not None)


def menu_attrs(
    kind: CallerKind, number: str | None, profile_id: int | None = None, call_id: str = "", name: str = ""
) -> dict[str, str]:
    """The attributes of a button that opens the menu.

    `number` is in canonical form. Without `call_id` and `name`, those of the element around it apply (`data-call-id`,
    `data-name`), if there is one.
    """
    whom = "known" if profile_id is not None else "internal" if kind is CallerKind.INTERNAL else "unknown"
    given = {
        "data-menu": whom,
        "data-profile-id": "" if profile_id is None else str(profile_id),
        "data-number": number or "",
        "data-call-id": call_id,
        "data-name": name,
        "aria-haspopup": "menu",
    }
    return {key: value for key, value in given.items() if value}


def entries(kinds: Sequence[RecordKind], role: Role, t: Translator) -> list[Component]:
    """All entries for this role; the script shows those that apply to the caller.

    `kinds` are the offered kinds of records, in order.
    """
    may_edit, may_write = can(role, Action.EDIT_PROFILES), can(role, Action.WRITE_RECORDS)
    person = opens("profile-new", kind="person")
    organization = opens("profile-new", kind="organization")
    caller = ("call", "number")
    return present(
        _entry("person-plus", t("Save as person"), "unknown", caller, person) if may_edit else None,
        _entry("building-add", t("Save as organization"), "unknown", caller, organization) if may_edit else None,
        _entry("node-plus", t("Add to…"), "unknown", caller, opens("add-number")) if may_edit else None,
        _link("person-vcard", t("View profile"), "known", "/profiles/{profile}", inside=True),
        _entry("pencil", t("Edit profile"), "known", ("profile",), opens("profile-edit")) if may_edit else None,
        _link("telephone-outbound", t("Call back"), "known unknown internal", "tel:{number}"),
        _records(kinds, t) if kinds and may_write else None,
    )


def _records(kinds: Sequence[RecordKind], t: Translator) -> html.Div:
    return html.Div(
        [
            html.Div(t("New record"), className="pop-head", **attrs({"aria-hidden": "true"})),
            html.Div(
                [
                    _entry(
                        record_kind_icon(kind),
                        record_kind_words(kind, t),
                        "known",
                        ("profile", "call"),
                        opens("record", kind=kind.id),
                    )
                    for kind in kinds
                ],
                className="in-columns",
                role="none",
            ),
        ],
        role="group",
        className="caller-menu-records border-top mt-1",
        **attrs({"data-when": "known", "aria-label": t("New record")}),
    )


def _entry(shape: str, words: str, when: str, takes: Collection[str], asks: dict[str, str]) -> html.Button:
    return html.Button(
        [icon(shape), html.Span(name_text(words))],
        type="button",
        role="menuitem",
        tabIndex=-1,
        **attrs({"data-when": when, "data-takes": " ".join(takes), **asks}),
    )


def _link(shape: str, words: str, when: str, to: str, *, inside: bool = False) -> html.A:
    return html.A(
        [icon(shape), html.Span(words)],
        role="menuitem",
        tabIndex=-1,
        **attrs({"data-when": when, "data-to": to} | ({"data-nav": "true"} if inside else {})),
    )
