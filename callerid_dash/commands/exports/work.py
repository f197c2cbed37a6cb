"""Exports lists, with parameters as typed on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from callerid_dash.commands.streams import Streamed
from callerid_dash.domain.calls.filter import CallFilter, read_filter
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.services.accounts.accounts import OPERATOR
from callerid_dash.services.core import opened_core
from callerid_dash.services.exports.profile_tables import ExportedRecords
from callerid_dash.services.exports.service import Download, Exporting
from callerid_dash.services.profiles.filter import NOBODY, read_profile_filter
from callerid_dash.services.profiles.search import ProfileFinder
from callerid_dash.services.shared.directory import Directory
from callerid_dash.settings import Settings

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Exports:
    """Creates the files for the operator of the machine, who may see everything."""

    exporting: Exporting
    directory: Directory

    def streams(self) -> dict[str, Streamed]:
        """Each export by the name of its list."""
        return {"calls": self.calls, "profiles": self.profiles, "records": self.records}

    def calls(self, words: Words, progress: ProgressCallback) -> Download:
        """Export calls, by the log's filters."""
        instants = {name: self._instant(words, name) for name in ("from", "to")}
        user = self._user(words["user"]) if "user" in words else None
        wanted = read_filter({**words, **instants, "user": user}, CallFilter)
        return self.exporting.calls(OPERATOR, wanted, Format(words["format"]), progress)

    def profiles(self, words: Words, progress: ProgressCallback) -> Download:
        """Export profiles, by the list's filters."""
        owner = words.get("owner")
        wanted = read_profile_filter({**words, "owner": owner if owner in (None, NOBODY) else self._user(owner)})
        return self.exporting.profiles(OPERATOR, words.get("query", ""), wanted, Format(words["format"]), progress)

    def records(self, words: Words, progress: ProgressCallback) -> Download:
        """Export the records of a period, of one profile or all."""
        wanted = ExportedRecords(self._instant(words, "from"), self._instant(words, "to"), words.get("profile"))
        return self.exporting.records(OPERATOR, wanted, Format(words["format"]), progress)

    def _user(self, username: str) -> int:
        user = self.directory.snapshot.usernames.get(username.lower())
        if user is None:
            raise InvalidInput(f"There is no user '{username}'.", "user")
        return user.id

    def _instant(self, words: Words, name: str) -> datetime | None:
        """An instant with its offset, or the beginning (as `to`, the end) of a day in the office's time zone."""
        text = words.get(name)
        if text is None:
            return None
        try:
            if "T" not in text and " " not in text:
                day = date.fromisoformat(text) + timedelta(days=name == "to")
                return datetime.combine(day, time.min, self.directory.snapshot.locality.zone)
            instant = datetime.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise InvalidInput(f"--{name} is a day such as 2026-03-21, or 2026-03-21T09:30:00+03:30.", name) from error
        if instant.tzinfo is None:
            raise InvalidInput(f"--{name} lacks its offset from UTC: add Z or one such as +03:30.", name)
        return instant


@contextmanager
def open_exports(settings: Settings) -> Iterator[Mapping[str, Streamed]]:
    """The exports of the configured database; see `opened_core`."""
    with opened_core(settings) as core:
        yield Exports(Exporting(core, ProfileFinder(core)), core.directory).streams()
