"""Sorts the phones of an entry of a file into phones to store and doubts about phones that may be wrong.

An unreadable phone does not reject its entry; it is reported with its field, its value and the reason. Pure, given the
rules of profiles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import phonenumbers

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.numbers.phones import Dialing, MatchRule, NumberKind, parse_number
from callerid_dash.domain.profiles.contacts.contact import Contact, FoundPhone
from callerid_dash.domain.profiles.contacts.words import LONGEST_CELL
from callerid_dash.domain.profiles.numbering import written_out
from callerid_dash.domain.profiles.profiles import PhoneDraft, display_name
from callerid_dash.services.profiles.validation import MOST_PHONES, ProfileRules

_SHOWN = 80
"""The most characters of a doubtful value that are shown."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A phone that may be wrong: its entry, its field, its value as written, and the reason."""

    entry: Contact
    field: str
    value: str
    reason: InvalidInput

    @property
    def name(self) -> str:
        """The name of the entry."""
        return display_name(self.entry.kind, self.entry.name, self.entry)


def sorted_out(contact: Contact, rules: ProfileRules) -> tuple[tuple[PhoneDraft, ...], tuple[Doubt, ...]]:
    """The phones to store and the doubts. Each number is stored once: programs export one as 'mobile' and 'primary'."""
    kept: dict[tuple[str, str], PhoneDraft] = {}
    doubts: list[Doubt] = []
    for found in contact.phones:
        reasons: list[InvalidInput] = []
        for draft, identity in _stored(found, rules, reasons):
            if len(kept) < MOST_PHONES:
                kept.setdefault(identity, draft)
            elif identity not in kept:
                reasons.append(InvalidInput("A profile has at most %(most)s numbers.", values={"most": MOST_PHONES}))
        value = (found.written or found.number)[:_SHOWN]
        doubts += [Doubt(contact, found.field, value, reason) for reason in reasons]
    return tuple(kept.values()), tuple(doubts)


def _stored(
    found: FoundPhone, rules: ProfileRules, reasons: list[InvalidInput]
) -> Iterator[tuple[PhoneDraft, tuple[str, str]]]:
    """Yield the phone to store with its identity, or nothing if it cannot be stored; add the doubts to `reasons`."""
    if reason := _unreadable(found):
        reasons.append(reason)
        return
    draft = PhoneDraft(found.number, found.kind, found.label, found.preferred, found.extension)
    for without in ({}, {"extension": None}, {"label": ""}, {"extension": None, "label": ""}):
        tried = replace(draft, **without)
        try:
            (phone,) = rules.phones((tried,))
        except InvalidInput as error:
            if not reasons:
                reasons.append(error)
            continue
        number = parse_number(phone.raw, rules.dialing)
        if phone.canonical is None:
            reasons[:] = [InvalidInput("This is no telephone number.")]
            return
        if number.kind is NumberKind.INVALID:
            reasons.append(InvalidInput("No numbering plan knows this number; it is kept as it is written."))
        elif found.amount and (other := _with_zero(found.number, number.rule, rules.dialing)):
            reasons.append(
                InvalidInput(
                    "This may be %(other)s, if a spreadsheet has taken its first zero away.", values={"other": other}
                )
            )
        yield tried, phone.identity
        return


def _unreadable(found: FoundPhone) -> InvalidInput | None:
    if len(found.written) > LONGEST_CELL:
        return InvalidInput("This cell has more than %(most)s characters.", values={"most": LONGEST_CELL})
    if found.lost:
        return InvalidInput("A spreadsheet has shortened this number: digits of it are lost.")
    return None


def _with_zero(digits: str, rule: MatchRule, dialing: Dialing) -> str:
    """The number that these digits of a local number are with a leading zero, written out; '' if it is not valid."""
    trunk = phonenumbers.ndd_prefix_for_region(dialing.region, True)
    if rule is not MatchRule.AREA_CODE_ADDED or not trunk:
        return ""
    other = parse_number(f"{trunk}{digits}", dialing)
    valid = other.e164 and phonenumbers.is_valid_number(phonenumbers.parse(other.e164))
    return written_out(other.e164, dialing) if other.e164 and valid else ""
