"""Turns an entry of a contacts file into a profile draft: finds categories, colors and owners by name, and completes
one draft with another. Pure, given the small tables in memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import search_key
from callerid_dash.domain.profiles.contacts.contact import Contact
from callerid_dash.domain.profiles.profiles import TEXT_FIELDS, OwnerRole, PhoneDraft, ProfileDraft, ProfileKind
from callerid_dash.services.shared.directory import Snapshot

_SHOWN = 80
"""The most characters of a wrong value that an error repeats."""
_STEPS = re.compile(r"[/\\›>»]")


@dataclass(frozen=True, slots=True)
class ImportRules:
    """The rules for entries at one instant. `category_id` is the category of entries that name none."""

    snapshot: Snapshot
    category_id: int | None = None

    def draft(self, contact: Contact, phones: tuple[PhoneDraft, ...]) -> ProfileDraft:
        """The draft of an entry's profile, with these phones and without its organization.

        Raises InvalidInput with the field.
        """
        return ProfileDraft(
            kind=contact.kind,
            name=contact.name,
            **contact.texts(),
            organization_id=None,
            category_id=self._category_id(contact),
            color_id=self._color_id(contact.color) if contact.color else None,
            owners={role: self._user_id(name, role) for role, name in contact.owners.items()},
            phones=phones,
            emails=contact.emails,
            note=contact.note,
        )

    def _category_id(self, contact: Contact) -> int | None:
        if contact.category:
            return category_named(self.snapshot, contact.category)
        for tag in contact.tags:
            try:
                return category_named(self.snapshot, tag)
            except InvalidInput:
                continue
        return self.category_id

    def _color_id(self, title: str) -> int:
        wanted = search_key(title)
        for color in self.snapshot.colors.values():
            if wanted in (search_key(color.title), color.hex.casefold()):
                return color.id
        raise InvalidInput("There is no color “%(title)s”.", "color", values={"title": title[:_SHOWN]})

    def _user_id(self, name: str, role: OwnerRole) -> int:
        wanted = search_key(name)
        if user := self.snapshot.usernames.get(wanted):
            return user.id
        named = [user.id for user in self.snapshot.users.values() if search_key(user.display_name) == wanted]
        if len(named) == 1:
            return named[0]
        raise InvalidInput("There is no user “%(name)s”.", f"owners.{role.value}", values={"name": name[:_SHOWN]})


def category_named(snapshot: Snapshot, words: str) -> int:
    """The id of the leaf with this title, path or end of a path ('Customers / Retail'). Raises InvalidInput."""
    wanted = [search_key(step) for step in _STEPS.split(words)]
    found = []
    for leaf in snapshot.leaves:
        path = [search_key(node.title) for node in snapshot.category_path(leaf.id)]
        if path == wanted:
            return leaf.id
        if path[-len(wanted) :] == wanted or path[-1] == search_key(words):
            found.append(leaf.id)
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput(
            "Several categories are called “%(title)s”; write the whole path.",
            "category",
            values={"title": words[:_SHOWN]},
        )
    raise InvalidInput(
        "There is no category “%(title)s”, or it has categories below it.", "category", values={"title": words[:_SHOWN]}
    )


def completed(
    before: ProfileDraft,
    more: ProfileDraft,
    known: Sequence[tuple[str, str]],
    new: Sequence[tuple[str, str]],
    *,
    nameless: bool = False,
) -> ProfileDraft:
    """A draft completed with another draft of the same profile: empty fields are filled, lists and the note extended.

    `known` and `new` are the identities of the phones of `before` and `more`. `nameless`: the profile is named by its
    number only, so it gets the name and the kind of `more`.
    """

    def either(name: str) -> str:
        return str(getattr(before, name) or getattr(more, name))

    addresses = {address.casefold() for address in before.emails}
    added = zip(more.phones, new, strict=True)
    fresh = dict.fromkeys(address for address in more.emails if address.strip().casefold() not in addresses)
    note = before.note
    if more.note and more.note.strip() not in note:
        note = f"{note}\n{more.note}".strip()
    same_kind = before.kind is more.kind
    texts = {each.name: either(each.name) for each in TEXT_FIELDS if same_kind or each.of is not ProfileKind.PERSON}
    return replace(
        before,
        **texts,
        kind=more.kind if nameless else before.kind,
        name=more.name if nameless else before.name,
        organization_id=before.organization_id,
        color_id=before.color_id if before.color_id is not None else more.color_id,
        category_id=before.category_id if before.category_id is not None else more.category_id,
        owners={**more.owners, **before.owners},
        phones=(*before.phones, *(draft for draft, identity in added if identity not in known)),
        emails=(*before.emails, *fresh),
        note=note,
    )
