"""The audit trail in the page's language: actions, fields, and the values that are our own terms.

Services write short English texts into the trail; a field that is not named here is shown as it was written.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from callerid_dash.domain.audit import AuditAction, AuditEntry, SubjectKind
from callerid_dash.domain.calls.calls import SIMULATED
from callerid_dash.domain.profiles.profiles import PhoneKind, ProfileKind
from callerid_dash.domain.profiles.records import RecordKind
from callerid_dash.locales import Translator
from callerid_dash.ui.text.formats import Formats
from callerid_dash.ui.words.phones import phone_kind_words
from callerid_dash.ui.words.profiles import profile_field_words
from callerid_dash.ui.words.records import record_kind_words
from callerid_dash.ui.words.scopes import scope_words

COMMAND_LINE = 0
"""The actor id of the command line."""
LISTS = frozenset({"phones", "emails"})
"""Fields whose values are lists, one entry per line."""
_PHONE = re.compile(
    rf"(?P<number>.*?) (?P<kind>{'|'.join(PhoneKind)})"
    r"(?: (?P<label>(?!\(default\)).*?))?(?P<default> \(default\))?"
)
_FORM = re.compile(r'"form":"([\w-]+)"')


def action_words(action: AuditAction, t: Translator) -> str:
    """The name of an action."""
    return {
        AuditAction.ADDED: t("Added"),
        AuditAction.CHANGED: t("Changed"),
        AuditAction.REMOVED: t("Removed"),
        AuditAction.MERGED: t("Merged"),
        AuditAction.ATTRIBUTED: t("Calls assigned"),
        AuditAction.CLOSED: t("Closed"),
        AuditAction.UNDONE: t("Taken back"),
        AuditAction.EXPORTED: t("Exported"),
        AuditAction.IMPORTED: t("Imported"),
        AuditAction.REFUSED: t("Refused"),
    }.get(action, action.value)


def subject_words(kind: SubjectKind, t: Translator) -> str:
    """The name of a kind of subject."""
    return {
        SubjectKind.PROFILE: t("Profile"),
        SubjectKind.RECORD: t("Record"),
        SubjectKind.CALL: t("Call"),
        SubjectKind.MISSED: t("Missed calls"),
        SubjectKind.SETTING: t("Setting"),
        SubjectKind.COLOR: t("Color"),
        SubjectKind.CATEGORY: t("Category"),
        SubjectKind.LINE: t("Line"),
        SubjectKind.EXTENSION: t("Extension"),
        SubjectKind.RECORD_KIND: t("Kind of record"),
        SubjectKind.USER: t("User"),
        SubjectKind.TOKEN: t("API token"),
        SubjectKind.REPORT: t("Report"),
        SubjectKind.REQUEST: t("Request"),
    }.get(kind, kind.value)


def actor_words(entry: AuditEntry, t: Translator) -> str:
    """The actor: a user or another program by name, the product's own automatic actions in words."""
    if entry.actor_id == COMMAND_LINE:
        return t("Command line")
    ours = {"anonymous contacts": t("Anonymous contacts"), "import": t("Import")}
    return ours.get(entry.actor, entry.actor) if entry.actor_id is None else entry.actor


def title_words(entry: AuditEntry, t: Translator) -> str:
    """The title of the subject, translated where it is one of our own terms; else as it was written."""
    if entry.subject_id == entry.title == "order":
        return t("the whole list")
    if entry.kind in (SubjectKind.RECORD_KIND, SubjectKind.RECORD):  # a record without a subject has its kind as title
        return _built_in(entry.title, t)
    if entry.kind is SubjectKind.REQUEST:
        return _request_words(entry.title, t)
    if entry.kind is SubjectKind.CALL:
        return t("simulated") if entry.title == SIMULATED else entry.title
    settings = {
        "visibility": t("Visibility"),
        "place": t("Place and time"),
        "missed": t("Missed calls"),
        "default_category": t("Where new profiles are filed"),
        "anonymous_contacts": t("Anonymous contacts"),
        "numbering_version": t("Stored numbers, read again"),
    }
    return settings.get(entry.title, entry.title) if entry.kind is SubjectKind.SETTING else entry.title


def field_words(field: str, t: Translator) -> str:
    """The name of a field."""
    return {
        **profile_field_words(t),
        "profile": t("Profile"),
        "profiles": t("Profiles"),
        "calls": t("Calls"),
        "reason": t("Reason"),
        "records": t("Records"),
        "subject": t("Subject"),
        "text": t("Text"),
        "body": t("Text"),
        "happened_at": t("Time"),
        "due_at": t("Due"),
        "assignee": t("Assigned to"),
        "done": t("Done"),
        "done_at": t("Done"),
        "call": t("Call"),
        "number": t("Number"),
        "duration": t("Duration"),
        "title": t("Title"),
        "description": t("Description"),
        "hex": t("Color"),
        "position": t("Place in the list"),
        "parent": t("Parent category"),
        "value": t("Value"),
        "role": t("Role"),
        "display_name": t("Displayed name"),
        "username": t("Username"),
        "user": t("User"),
        "source": t("Source"),
        "line": t("Line"),
        "queue": t("Queue"),
        "weekday": t("Weekday"),
        "hour": t("Hour"),
        "origin": t("Where from"),
        "known_then": t("When they called"),
        "extension": t("Extension"),
        "extensions": t("Extensions"),
        "disabled": t("Disabled"),
        "password": t("Password"),
        "scopes": t("Scopes"),
        "retired": t("No longer offered"),
        "rows": t("Rows read"),
        "added": t("Added"),
        "completed": t("Completed"),
        "unchanged": t("Had everything already"),
        "already": t("Already there"),
        "skipped": t("Skipped"),
        "rejected": t("Rejected"),
        "left_out": t("Left out"),
        "merged": t("Merged with"),
        "merged_into": t("Merged into"),
        "order": t("Order"),
        "region": t("Country"),
        "area_code": t("Area code"),
        "timezone": t("Time zone"),
        "visibility": t("Calls that agents see"),
        "missed_days": t("Days until a caller counts as never called back"),
        "enabled": t("Switched on"),
        "ring_time": t("Ring time until missed"),
        "numbering_version": t("Numbering plans as of"),
        "phone_count": t("Numbers of profiles"),
    }.get(field, field)


def value_words(field: str, value: str, t: Translator, formats: Formats) -> str:
    """A value, translated where it is one of our own terms, or formatted as an instant; else as it was written."""
    if field == "phones":
        return _phone_words(value, t)
    if field == "scopes":
        return t(", ").join(scope_words(scope, t) for scope in value.split())
    if field.endswith("_at"):
        return _moment(value, formats)
    if field == "ring_time" and value.isdecimal():
        return formats.about(timedelta(seconds=int(value)))
    ours = {
        ("kind", ProfileKind.PERSON.value): t("Person"),
        ("kind", ProfileKind.ORGANIZATION.value): t("Organization"),
        ("role", "agent"): t("Agent"),
        ("role", "supervisor"): t("Supervisor"),
        ("role", "admin"): t("Administrator"),
        ("source", SIMULATED): t("simulated"),
        ("ring_time", "found_out"): t("as is found out"),
        ("ring_time", "never"): t("never"),
        ("visibility", "all"): t("all calls"),
        ("visibility", "own_extension"): t("calls to their extension"),
        ("visibility", "own_profiles"): t("calls of their profiles"),
        ("visibility", "own_extension_or_profiles"): t("calls to their extension or of their profiles"),
    }
    if field == "kind" and (field, value) not in ours:
        return _built_in(value, t)
    return ours.get((field, value), {"yes": t("yes"), "no": t("no"), "on": t("yes"), "off": t("no")}.get(value, value))


def order_words(kind: SubjectKind, value: str, t: Translator) -> str:
    """The titles of a list, in order."""
    titles = value.split(", ")
    return t(", ").join(_built_in(title, t) if kind is SubjectKind.RECORD_KIND else title for title in titles)


def _request_words(title: str, t: Translator) -> str:
    """The request: the name of its form, else of its callback or route."""
    form = _FORM.search(title)
    return t("form “%(name)s”", name=form[1]) if form else title


def _built_in(title: str, t: Translator) -> str:
    return record_kind_words(RecordKind(0, 0, "built-in", title), t)


def _moment(value: str, formats: Formats) -> str:
    try:
        return formats.moment(datetime.fromisoformat(value))
    except ValueError:
        return value


def _phone_words(line: str, t: Translator) -> str:
    found = _PHONE.fullmatch(line)
    if not found:
        return line
    kind = phone_kind_words(PhoneKind(found["kind"]), t)
    default = t("Default") if found["default"] else ""
    return " · ".join(filter(None, (found["number"], kind, found["label"], default)))
