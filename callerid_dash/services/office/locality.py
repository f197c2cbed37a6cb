"""Settings of the whole office: which calls agents see, for how many days a missed caller is due to be called back, the
region and area code by which numbers are parsed, and the time zone.
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
    """Changes the settings that are not lists. `seen` is the value that the actor saw; Stale if it has changed."""

    settings: SettingsChange

    def set_visibility(self, rule: str, actor: Actor, seen: str | None = None) -> None:
        """Set which calls agents see; every open page follows at once. Raises Forbidden, InvalidInput or Stale."""

        def work(session: Session, now: Snapshot) -> None:
            unchanged(seen, now.visibility.value)
            if rule not in set(Visibility):
                raise InvalidInput("There is no such rule.", "rule")
            tables.set_setting(session, VISIBILITY, rule)
            facts = [{VISIBILITY: each} for each in (now.visibility.value, rule)]
            self.settings.note(session, actor, SubjectKind.SETTING, VISIBILITY, *facts)

        self.settings.change(actor, work)

    def set_missed_days(self, days: str, actor: Actor, seen: str | None = None) -> None:
        """Set after how many days a missed caller counts as never called back.

        Raises Forbidden, InvalidInput or Stale.
        """

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
        """Set where the office is; this overrides the environment. Raises Forbidden, InvalidInput or Stale.

        Stored numbers keep their meaning: profiles keep their canonical forms, and the numbers of earlier calls are
        still parsed by the location at that time (`Snapshot.dialing_at`).
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
    """The fingerprint of the location, to detect changes by others."""
    return fingerprint(*_told(place).values())


def _told(place: Locality) -> dict[str, str]:
    return {"region": place.dialing.region, "area_code": place.dialing.area_code, "timezone": place.timezone}


def _with_past(now: Snapshot) -> str:
    past = [*now.past_dialings, (datetime.now(UTC), now.locality.dialing)]
    return json.dumps([[until.isoformat(), dialing.region, dialing.area_code] for until, dialing in past])
