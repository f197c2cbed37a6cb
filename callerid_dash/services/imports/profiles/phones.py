"""The phones of an entry of a file: those that are stored, and a word about every one that is no valid number.

One phone that cannot be read is no reason to refuse somebody; it is told with its place, what stands there, and why.
Pure, given the rules of profiles.
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
"""So much of what is wrong is said again."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A phone that found no valid number: in which field of which entry, what stands there, and why."""

    entry: Contact
    field: str
    value: str
    reason: InvalidInput

    @property
    def name(self) -> str:
        """Whose phone it is."""
        each = self.entry
        return display_name(each.kind, each.name, each.prefix, each.first_name, each.last_name)


def sorted_out(contact: Contact, rules: ProfileRules) -> tuple[tuple[PhoneDraft, ...], tuple[Doubt, ...]]:
    """The phones to store, each number once: programs export the same one as 'mobile' and 'primary'; and the doubts."""
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
    """The phone as it may be stored with its identity, if it may; adds to `reasons`."""
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
    """What these digits of a local number are with a zero in front, written out; '' where that is nobody's number."""
    trunk = phonenumbers.ndd_prefix_for_region(dialing.region, True)
    if rule is not MatchRule.AREA_CODE_ADDED or not trunk:
        return ""
    other = parse_number(f"{trunk}{digits}", dialing)
    valid = other.e164 and phonenumbers.is_valid_number(phonenumbers.parse(other.e164))
    return written_out(other.e164, dialing) if other.e164 and valid else ""
