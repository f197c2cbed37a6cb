"""Two versions of one profile: their differences field by field, and the version chosen from both. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from callerid_dash.domain.numbers.phones import Dialing, parse_number
from callerid_dash.domain.profiles.profiles import OwnerRole, PhoneKind, ProfileKind
from callerid_dash.locales import Translator
from callerid_dash.services.shared.directory import Snapshot
from callerid_dash.ui.profile_form.typed import LINES, TypedPhone, TypedProfile, without_blanks
from callerid_dash.ui.words.phones import phone_kind_words
from callerid_dash.ui.words.profiles import profile_field_words

MINE, THEIRS, BOTH = "mine", "theirs", "both"
_OWNERS = "owners."
_LISTS = ("phones", "emails")
_NOTE = "note"
FIELDS = (
    "kind",
    *(name for name in LINES if name != _NOTE),
    *(f"{_OWNERS}{role.value}" for role in OwnerRole),
    "phones",
    "emails",
    _NOTE,
)
"""The fields to choose separately; numbers, addresses and the note each as a whole, from one version or both."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the versions differ, in words; `choice` is the preselected one, None where theirs must stay.

    `both` combines both versions, '' where that is impossible.
    """

    field: str
    label: str
    theirs: str
    mine: str
    choice: str | None
    both: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """Converts the ids in a form to words."""

    snapshot: Snapshot
    organizations: Mapping[str, str]
    t: Translator

    def words(self, typed: TypedProfile) -> dict[str, str]:
        """The fields as text for display and comparison."""
        typed, t = without_blanks(typed), self.t
        colors = {str(color.id): color.title for color in self.snapshot.colors.values()}
        users = {str(user.id): user.display_name or user.username for user in self.snapshot.users.values()}
        return {
            "kind": t("Person") if typed.kind is ProfileKind.PERSON else t("Organization"),
            "name": typed.name,
            "shown_as": typed.shown_as,
            **typed.texts(),
            "organization": self.organizations.get(typed.organization, typed.organization),
            "category": category_words(self.snapshot, typed.category),
            "color": colors.get(typed.color, typed.color),
            **{f"{_OWNERS}{role.value}": users.get(typed.owners.get(role, ""), "") for role in OwnerRole},
            "phones": "\n".join(self._phone(phone) for phone in typed.phones),
            "emails": "\n".join(typed.emails),
            "note": typed.note.replace("\r\n", "\n").strip(),
        }

    def _phone(self, phone: TypedPhone) -> str:
        kinds = {kind.value: phone_kind_words(kind, self.t) for kind in PhoneKind}
        extension = self.t("ext. %(extension)s", extension=phone.extension) if phone.extension else ""
        default = self.t("default") if phone.preferred else ""
        # Isolated: a number runs left to right, even within Persian text.
        number = f"\u2066{phone.number}\u2069" if phone.number else ""
        parts = (number, extension, kinds.get(phone.kind, ""), phone.label, default)
        return " · ".join(filter(None, parts))


def differences(
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
    base: Mapping[str, str],
    fixed: Sequence[str],
    t: Translator,
    both: Mapping[str, str] | None = None,
) -> list[Difference]:
    """The differences. If I left a field unchanged (`base`), theirs is preselected; for `fixed` fields theirs stays.

    `both` are the words of `united`: offered where both have changed a field, and preselected for a list.
    """
    labels = profile_field_words(t)
    found: list[Difference] = []
    for field in FIELDS:
        ours, other, was = (_plain(words.get(field, "")) for words in (mine, theirs, base))
        if ours == other:
            continue
        untouched, together = field in base and ours == was, (both or {}).get(field, "")
        by_both = not untouched and other != was
        offered = together if by_both and _unlike_each(field, _plain(together), ours, other) else ""
        listed = offered and field in _LISTS
        choice = None if field in fixed else THEIRS if untouched else BOTH if listed else MINE
        found.append(Difference(field, labels[field], theirs.get(field, ""), mine.get(field, ""), choice, offered))
    return found


def united(theirs: TypedProfile, mine: TypedProfile, dialing: Dialing) -> TypedProfile:
    """My version followed by the numbers and addresses of theirs, each once; the note joins theirs and mine."""
    there = {_identity(phone, dialing) for phone in mine.phones}
    addresses = {address.strip().casefold() for address in mine.emails}
    return replace(
        mine,
        phones=(*mine.phones, *(phone for phone in theirs.phones if _identity(phone, dialing) not in there)),
        emails=(*mine.emails, *(each for each in theirs.emails if each.strip().casefold() not in addresses)),
        note="\n\n".join(dict.fromkeys(filter(None, (theirs.note.strip(), mine.note.strip())))),
    )


def chosen(theirs: TypedProfile, mine: TypedProfile, choices: Mapping[str, str], dialing: Dialing) -> TypedProfile:
    """My version with the fields chosen from theirs."""
    taken = [field for field in FIELDS if choices.get(field) == THEIRS]
    roles = [role for role in OwnerRole if f"{_OWNERS}{role.value}" in taken]
    owners = {role: user for role, user in mine.owners.items() if role not in roles}
    owners |= {role: theirs.owners[role] for role in roles if role in theirs.owners}
    given = {field: getattr(theirs, field) for field in taken if not field.startswith(_OWNERS)}
    both = united(theirs, mine, dialing)
    given |= {field: getattr(both, field) for field in (*_LISTS, _NOTE) if choices.get(field) == BOTH}
    return replace(mine, owners=owners, **given)


def category_words(snapshot: Snapshot, category: str) -> str:
    """The path of a category; '' for none, the id if the category no longer exists."""
    if not category.isdecimal():
        return ""
    return " › ".join(node.title for node in snapshot.category_path(int(category))) or category


def _identity(phone: TypedPhone, dialing: Dialing) -> tuple[str, str]:
    number = parse_number(phone.number, dialing)
    return (number.canonical or phone.number.strip(), phone.extension.strip() or number.extension or "")


def _unlike_each(field: str, both: str, mine: str, theirs: str) -> bool:
    if field == _NOTE:
        return bool(mine and theirs) and mine not in theirs and theirs not in mine
    lines = [set(words.splitlines()) for words in (both, mine, theirs)]
    return field in _LISTS and lines[0] not in lines[1:]


def _plain(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.splitlines())
