"""What holds for the whole office: which calls agents see, for how long a missed caller is due to be called back, from
where numbers are read, and by which clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.locality import Locality, area_code_of, region_of, timezone_of
from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.users import Actor, Visibility
from callerid_dash.services.office.settings_change import SettingsChange, unchanged
from callerid_dash.services.office.validation import fingerprint
from callerid_dash.services.shared.directory import MISSED_DAYS, MOST_MISSED_DAYS, PAST_DIALINGS, Snapshot
from callerid_dash.store.engine.protocol import Session
from callerid_dash.store.office import directory as tables

VISIBILITY = "visibility"
PLACE = "place"
MISSED = "missed"


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Changes the settings that are no lists. `seen` is what was read; Stale when it is another by now."""

    settings: SettingsChange

    def set_visibility(self, rule: str, actor: Actor, seen: str | None = None) -> None:
        """Which calls agents see, from now on and on every open page. Raises InvalidInput or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            unchanged(seen, now.visibility.value)
            if rule not in set(Visibility):
                raise InvalidInput("There is no such rule.", "rule")
            tables.set_setting(session, VISIBILITY, rule)
            facts = [{VISIBILITY: each} for each in (now.visibility.value, rule)]
            self.settings.note(session, actor, SubjectKind.SETTING, VISIBILITY, *facts)

        self.settings.change(actor, work)

    def set_missed_days(self, days: str, actor: Actor, seen: str | None = None) -> None:
        """After how many days a missed caller counts as never called back. Raises InvalidInput or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            unchanged(seen, str(now.missed_days))
            digits = latin_digits(days).strip()
            if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:4]) <= MOST_MISSED_DAYS):
                raise InvalidInput(
                    "Write a number of days from 1 to %(most)s.", "days", values={"most": str(MOST_MISSED_DAYS)}
                )
            facts = [{MISSED_DAYS: str(each)} for each in (now.missed_days, int(digits))]
            tables.set_setting(session, MISSED_DAYS, str(int(digits)))
            self.settings.note(session, actor, SubjectKind.SETTING, MISSED, *facts)

        self.settings.change(actor, work)

    def set_place(self, region: str, area_code: str, timezone: str, actor: Actor, seen: str | None = None) -> None:
        """Where the office is, whatever the environment says. Raises InvalidInput or Stale.

        Numbers that are stored keep their meaning: profiles keep their canonical forms, and calls that began before
        are still read from where the office was then (`Snapshot.dialing_at`).
        """

        def work(session: Session, now: Snapshot) -> None:
            before = now.locality
            unchanged(seen, stamp(before))
            after = Locality(Dialing(region_of(region), area_code_of(area_code)), timezone_of(timezone))
            for name, value in _told(after).items():
                tables.set_setting(session, name, value)
            if after.dialing != before.dialing:
                tables.set_setting(session, PAST_DIALINGS, _with_past(now))
            self.settings.note(session, actor, SubjectKind.SETTING, PLACE, _told(before), _told(after))

        self.settings.change(actor, work)


def stamp(place: Locality) -> str:
    """What somebody sees of the place when they begin to change it."""
    return fingerprint(*_told(place).values())


def _told(place: Locality) -> dict[str, str]:
    return {"region": place.dialing.region, "area_code": place.dialing.area_code, "timezone": place.timezone}


def _with_past(now: Snapshot) -> str:
    past = [*now.past_dialings, (datetime.now(UTC), now.locality.dialing)]
    return json.dumps([[until.isoformat(), dialing.region, dialing.area_code] for until, dialing in past])
