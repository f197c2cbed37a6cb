"""Reads any CSV file with a line per call, by a mapping of its columns (`mapping`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from callerid_dash.domain.calls.history import Entry, LeftOut, PastCall, Reading, Why, check_times
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.sources.history.generic.mapping import COLUMNS, check_mapping, values_in
from callerid_dash.sources.history.lines import FileLine, check_count, read_entries, read_lines
from callerid_dash.sources.history.naming import Naming
from callerid_dash.sources.history.written_times import instant_or_never, reader_of_times, seconds_in

_OFF = timedelta(seconds=2)
"""How much a duration may differ from the times, as each is rounded separately."""
_NONE = timedelta(0)
MOST_COLUMNS = 1000
"""A higher number is no column of any file."""


def read(file: BinaryIO, how: Reading) -> Iterator[Entry]:
    """The calls of the file; see the package. Raises InvalidInput at once if the mapping cannot be used."""
    check_mapping(how.mapping)
    return _MappedReader(how).read(file)


class _MappedReader:
    def __init__(self, how: Reading) -> None:
        self._how = how
        mapping = how.mapping
        self._columns = {field: values_in(mapping, field) for field in COLUMNS if mapping.get(field)}
        self._time = reader_of_times(how.clock(), mapping.get("time_format", ""), mapping.get("calendar", ""))
        self._answered, self._missed, self._left_out, self._incoming, self._empty = (
            frozenset(values_in(mapping, option)) for option in ("answered", "missed", "left_out", "incoming", "empty")
        )
        self._naming = Naming()
        self._places: dict[str, tuple[int, ...]] = {}
        self._fewest = 0

    def read(self, file: BinaryIO) -> Iterator[Entry]:
        delimiter = self._how.mapping.get("delimiter", ",")
        lines = read_lines(file, self._how.encoding, "\t" if delimiter == "tab" else delimiter)
        return read_entries(lines, self._is_heading, self._call)

    def _is_heading(self, fields: list[str]) -> bool:
        """Find the columns by the first line; is it the heading? Raises InvalidInput if it lacks one of them."""
        if self._fewest:
            return False
        wanted = [column for columns in self._columns.values() for column in columns]
        is_heading = self._how.mapping.get("heading") == "yes" or not all(column.isdecimal() for column in wanted)
        names = [field.strip() for field in fields] if is_heading else []
        for field, columns in self._columns.items():
            self._places[field] = tuple(_place(names, column, field) for column in columns)
        self._fewest = max(max(places) for places in self._places.values()) + 1
        return is_heading

    def _call(self, line: FileLine) -> Iterator[PastCall | LeftOut]:
        fields = line.fields
        check_count(fields, self._fewest)
        status = self._text(fields, "status")
        if status in self._left_out or ("direction" in self._places and not self._is_incoming(fields)):
            yield LeftOut(line.number, why=Why.SAID)
            return
        started_at = self._time(self._text(fields, "started_at"))
        check_times(started_at, None, started_at, self._how.now)
        answered_at, ended_at = self._times(fields, started_at, self._was_answered(status))
        check_times(started_at, answered_at, ended_at, self._how.now)
        extension = self._text(fields, "extension")
        caller, line_called = self._text(fields, "caller"), self._text(fields, "line")
        name = self._text(fields, "id")
        yield PastCall(
            line_no=line.number,
            external_id=name or self._naming.name(started_at, ended_at, caller, line_called),
            named=name != "",
            started_at=started_at,
            answered_at=answered_at,
            ended_at=ended_at,
            caller=caller,
            caller_name=self._text(fields, "caller_name"),
            line=line_called,
            extension=extension if answered_at else "",
            rang=(extension,) if extension else (),
            queue=self._text(fields, "queue"),
            cause=self._text(fields, "cause"),
        )

    def _is_incoming(self, fields: list[str]) -> bool:
        return self._text(fields, "direction") in self._incoming

    def _was_answered(self, status: str) -> bool | None:
        """Was the call answered, by its status? None if there is no such column."""
        if "status" not in self._places:
            return None
        if status in self._answered or (not self._answered and status not in self._missed):
            return True
        if self._answered and self._missed and status not in self._missed:
            raise InvalidInput("The mapping does not say what the status '%(value)s' means.", values={"value": status})
        return False

    def _times(
        self, fields: list[str], started_at: datetime, answered: bool | None
    ) -> tuple[datetime | None, datetime]:
        """When the call was answered, if it was, and when it ended, from the columns that exist."""
        waited, talked, lasted = (self._duration(fields, field) for field in ("wait", "talk", "duration"))
        answer, end = (self._text(fields, field) for field in ("answered_at", "ended_at"))
        answered_at = instant_or_never(answer, self._time, started_at) if answered is not False else None
        ended_at = instant_or_never(end, self._time, started_at)
        if answered_at is None and (talked or _NONE) > _NONE and answered is None:
            answered = True
        if ended_at is None and lasted is not None:
            ended_at = started_at + lasted
        if answered and answered_at is None:
            if waited is not None:
                answered_at = started_at + waited
            else:
                answered_at = ended_at - talked if ended_at and talked is not None else started_at
        if ended_at is None:
            ended_at = answered_at + (talked or _NONE) if answered_at else started_at + (waited or _NONE)
        if lasted is not None and abs(ended_at - started_at - lasted) > _OFF:
            raise InvalidInput(
                "The call lasts %(seconds)s seconds, but %(between)s lie between its beginning and its end.",
                values={
                    "seconds": round(lasted.total_seconds()),
                    "between": round((ended_at - started_at).total_seconds()),
                },
            )
        return answered_at, ended_at

    def _duration(self, fields: list[str], field: str) -> timedelta | None:
        """A duration, or the sum of several; None if the file has no such column."""
        if field not in self._places:
            return None
        each = [seconds_in(fields[place]) for place in self._places[field]]
        if any(one < _NONE for one in each):
            raise InvalidInput(
                "The call lasts %(seconds)s seconds.", values={"seconds": round(min(each).total_seconds())}
            )
        return sum(each, _NONE)

    def _text(self, fields: list[str], field: str) -> str:
        """The value of a field's column or columns; '' if one of them contains a value for 'empty'."""
        parts = [fields[place].strip() for place in self._places.get(field, ())]
        return "" if any(part in self._empty for part in parts) else " ".join(part for part in parts if part)


def _place(names: list[str], column: str, field: str) -> int:
    """The index of a column. Without a heading, each line shows by itself whether it has the column."""
    if column in names:
        return names.index(column)
    if column.isdecimal() and 0 < int(column) <= (len(names) or MOST_COLUMNS):
        return int(column) - 1
    raise InvalidInput(
        "The file has no column '%(column)s', which the mapping names for %(field)s.",
        field,
        values={"column": column, "field": field},
    )
