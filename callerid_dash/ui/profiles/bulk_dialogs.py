"""The dialog `profiles-change`: sets color, category and owners of many profiles, and shows what would be lost.

`profiles` are their ids; instead, `all` is the address of a list, which stands for every profile in that list.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import ALL, Dash, Input, Output, ctx, html
from dash.development.base_component import Component

from callerid_dash.domain.errors import CallerIdError, Forbidden, InvalidInput
from callerid_dash.domain.profiles.profiles import OwnerRole
from callerid_dash.domain.users import Action
from callerid_dash.locales import Translator
from callerid_dash.services.profiles.bulk_edit import BulkChange, BulkPreview
from callerid_dash.services.services import Services
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.kit.answers import done, error_words
from callerid_dash.ui.kit.basics import icon, name_text
from callerid_dash.ui.kit.context import UiContext
from callerid_dash.ui.kit.dialogs import Arguments, Dialog
from callerid_dash.ui.kit.fields import Choice, choice_field, fields_row, searched_field
from callerid_dash.ui.kit.form_dialogs import FormDialog, form_dialog
from callerid_dash.ui.kit.forms import Form, Values
from callerid_dash.ui.kit.sent import ids_in, is_id, values_of
from callerid_dash.ui.profiles.query import read_query
from callerid_dash.ui.words.owners import owner_words
from callerid_dash.ui.words.profiles import leaf_choices, profile_field_words

FORM = Form("profiles-change")
PREVIEW = "profiles-change-preview"
KEEP, NOTHING = "", "none"


def register(app: Dash, services: Services, context: UiContext) -> None:
    """Add the callback of the preview."""

    @app.callback(Output(PREVIEW, "children"), Input({"form": FORM.name, "field": ALL}, "value"))
    def show_preview(_values: list[object]) -> list[Component]:
        return preview(services, context, values_of(ctx.inputs_list[0]))


def opener(services: Services, context: UiContext, arguments: Arguments) -> Dialog:
    """The dialog for these profiles."""
    t = context.words()
    chosen = _meant(services, arguments)
    title = t.n("Change %(n)s profile", "Change %(n)s profiles", len(chosen))
    shown = html.Div(id=PREVIEW, className="bulk-preview inset stack gap-1", role="status")
    body, fixed = [*_fields(services.directory.snapshot, t), shown], {"profiles": ",".join(map(str, chosen))}
    return form_dialog(FORM, title, body, t, do="change", words=t("Change"), fixed=fixed)


def submit(services: Services, context: UiContext, _do: str, values: Values) -> None:
    """Change the profiles and offer undo."""
    t = context.words()
    changed = services.profiles.bulk.change(ids_in(values.get("profiles")), read_change(values), context.viewer())
    words = t.n("%(n)s profile changed", "%(n)s profiles changed", changed.changed)
    done(words, t, undo_id=changed.undo_id)


def preview(services: Services, context: UiContext, values: Values) -> list[Component]:
    """What the form would change with its current values."""
    t, change = context.words(), read_change(values)
    if not change.fields:
        return [html.P(t("Choose what is to be changed; everything else stays as it is."))]
    try:
        result = services.profiles.bulk.preview(ids_in(values.get("profiles")), change, context.viewer())
    except Forbidden:
        raise
    except CallerIdError as error:
        return [html.P(error_words(error, t))]
    return preview_lines(result, change, services.directory.snapshot, context)


def preview_lines(preview: BulkPreview, change: BulkChange, directory: Snapshot, context: UiContext) -> list[Component]:
    """One line per field: its new value, and how many profiles have another one now."""
    t, formats = context.words(), context.formats()
    total = formats.number(preview.total)
    lines: list[Component] = [
        html.P(
            t.n(
                "%(n)s of %(total)s profile changes:",
                "%(n)s of %(total)s profiles change:",
                preview.total,
                n=formats.number(preview.changed),
                total=total,
            )
        )
    ]
    names = field_words(t)
    for name, value in change.fields.items():
        others = preview.others.get(name, 0)
        lost = t.n("%(n)s of them has another value now", "%(n)s of them have another value now", others)
        lines.append(
            html.Div(
                [
                    html.Span([names[name], ": "], className="bulk-field"),
                    name_text(_value_words(name, value, directory, t)),
                    *(
                        [html.Span([icon("exclamation-circle"), " ", lost], className="caution small d-block")]
                        if others
                        else []
                    ),
                ],
            )
        )
    return lines


def field_words(t: Translator) -> Mapping[str, str]:
    """The name of each field of the store."""
    words = profile_field_words(t)
    owners = {f"{role.value}_id": words[f"owners.{role.value}"] for role in OwnerRole}
    return {"category_id": words["category"], "color_id": words["color"], **owners}


def read_change(values: Values) -> BulkChange:
    """The changes that the form requests; a field set to stay unchanged requests none."""
    given: dict[str, int | None] = {}
    if (color := _chosen(values.get("color"))) != KEEP:
        given["color_id"] = _id(color)
    if (category := _chosen(values.get("category"))) != KEEP:
        given["category_id"] = _id(category)
    owners = {role: _id(user) for role in OwnerRole if (user := _chosen(values.get(f"owners.{role.value}"))) != KEEP}
    return BulkChange(given, owners)


def _fields(directory: Snapshot, t: Translator) -> list[Component]:
    keep: Choice = (KEEP, t("Leave as it is"))
    ordered = sorted(directory.colors.values(), key=lambda color: (color.position, color.id))
    colors = [keep, (NOTHING, t("No color")), *((str(color.id), color.title) for color in ordered)]
    users = sorted((user for user in directory.users.values() if not user.disabled), key=lambda user: user.label)
    people = [keep, (NOTHING, t("Nobody")), *((str(user.id), user.label) for user in users)]
    owners = [choice_field(FORM, f"owners.{role.value}", words, people) for role, words in owner_words(t).items()]
    return [
        choice_field(FORM, "color", t("Color"), colors),
        searched_field(FORM, "category", t("Category"), leaf_choices(directory), placeholder=keep[1], t=t),
        html.Fieldset([html.Legend(t("Owners"), className="field-label"), fields_row(*owners)]),
    ]


def _meant(services: Services, arguments: Arguments) -> list[int]:
    if "all" in arguments:
        query = read_query(arguments["all"])
        found = services.profiles.finder.ids(query.words, query.wanted)
    else:
        found = ids_in(arguments.get("profiles"))
    if not found:
        raise InvalidInput("Select at least one profile.")
    return found


def _value_words(name: str, value: int | None, directory: Snapshot, t: Translator) -> str:
    if value is None:
        return t("No color") if name == "color_id" else t("Nobody")
    if name == "color_id":
        return directory.colors[value].title if value in directory.colors else ""
    if name == "category_id":
        return directory.category_words(value)
    return directory.users[value].label if value in directory.users else ""


def _chosen(value: object) -> str:
    return value if isinstance(value, str) and value else KEEP


def _id(text: str) -> int | None:
    """None clears the field; an invalid id becomes -1, which matches nothing."""
    if text == NOTHING:
        return None
    return int(text) if is_id(text) else -1


DIALOG = FormDialog(FORM, opener, submit, Action.CHANGE_MANY_PROFILES)
