"""What reports answer, as JSON. What they may be asked: `report_query.py`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from callerid_dash.web.api.answers import CallProfileOut
from callerid_dash.web.api.fields import Answer, Instant


class SpreadOut(Answer):
    """How long something took, in seconds; null of nothing."""

    mean: float | None
    max: float | None


class PercentilesOut(SpreadOut):
    """The same, and in how many seconds half and 90 % were through: exact up to 300,000 calls, then nearly so."""

    p50: float | None
    p90: float | None


class WaitSecondsOut(PercentilesOut):
    """How long callers waited, of `calls` calls: all that were answered or missed, neither open ones nor lost ends."""

    calls: int


class SummaryOut(Answer):
    """All calls of a range. `unknown`: by callers who were unknown then; `identified` of them belong to a profile now.

    A wait runs from the first event to the answer, or to the end of a missed call; a talk from answer to end. All
    waits are of the calls that were answered or missed: `answered_within` counts those that were answered after so many
    seconds at most, `answered_within_share` is their share of all that were answered or missed.
    """

    total: int
    answered: int
    missed: int
    open: int
    end_unknown: int
    unknown: int
    identified: int
    withheld: int
    unknown_share: float | None
    answered_share: float | None
    wait_seconds: WaitSecondsOut
    talk_seconds: PercentilesOut
    answered_within: dict[str, int]
    answered_within_share: dict[str, float | None]


Extent = Literal["whole", "cut", "running", "ahead"]


class PointOut(Answer):
    """A stretch of time from `start` on. `complete`: all of it is counted; else `extent` says why it is not.

    `cut`: only the part within the range is counted; `running`: it is not over; `ahead`: it has not begun.
    """

    start: str = Field(json_schema_extra={"format": "date-time"})
    total: int
    answered: int
    missed: int
    open: int
    end_unknown: int
    unknown: int
    identified: int
    withheld: int
    unknown_share: float | None
    source_down_seconds: int
    complete: bool
    extent: Extent


class OutageOut(Answer):
    """When a source told nothing, as far as it lies in the range."""

    source: str
    since: str = Field(json_schema_extra={"format": "date-time"})
    until: str = Field(json_schema_extra={"format": "date-time"})


class VolumeOut(Answer):
    """Every stretch of the range, oldest first; `outages`: when a source was down, so that a gap is no silence."""

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    items: list[PointOut]
    outages: list[OutageOut]


class TakenOut(Answer):
    """In how many seconds half of the calls, and 90 %, were known to be somebody's; null of nothing."""

    p50: float | None
    p90: float | None


class IdentifierOut(Answer):
    """Whom unknown callers were identified by.

    `how`: `noted` (by `user`; null: by a program), `automatic` (anonymous contacts), `unnoted` (not kept).
    """

    how: Literal["noted", "automatic", "unnoted"]
    user: str | None
    calls: int
    seconds: TakenOut


class IdentifiedOut(Answer):
    """Calls of callers unknown then who belong to a profile now; of `timed` ones it is known since when."""

    calls: int
    timed: int
    seconds: TakenOut
    by: list[IdentifierOut]


class UnknownOut(VolumeOut):
    """Calls over time, and who made unknown callers known, and how long that took after the call."""

    identified: IdentifiedOut


class HourOut(Answer):
    """An hour of the week; `weekday` is 1 for Monday to 7 for Sunday.

    The range has `days` such hours that are whole and over, by the clock of `tz`; one that it shows twice is two.
    `per_day` calls came in one of them on average; null when the range has none.
    """

    weekday: int
    hour: int
    total: int
    answered: int
    missed: int
    unknown: int
    days: float
    per_day: float | None


class QuietHourOut(Answer):
    """An hour of the week in which nobody called on any of its `days`."""

    weekday: int
    hour: int
    days: float


class HeatmapOut(Answer):
    """The hours that have calls, and those of the range that have none."""

    items: list[HourOut]
    without_calls: list[QuietHourOut]


class OwnerReachOut(Answer):
    """Of the answered calls of profiles that a user owns by now, `by_owner` the user answered on a phone of theirs."""

    user: str
    name: str
    answered: int
    by_owner: int
    share: float | None


class ExtensionOut(Answer):
    """What an extension did. `offered` = answered + missed + elsewhere (another one answered) + what is open.

    `wait_seconds`: of all callers who rang there until somebody answered or they gave up; `talk_seconds`: of the calls
    that this extension answered.
    """

    extension: str
    user: str | None
    name: str | None
    offered: int
    answered: int
    missed: int
    elsewhere: int
    wait_seconds: SpreadOut
    talk_seconds: SpreadOut


class AgentsOut(Answer):
    """The busiest first, and how often each owner was reached by their own customers."""

    items: list[ExtensionOut]
    owners: list[OwnerReachOut]


class CallerFiguresOut(Answer):
    """What a number did. `again`: calls within a day after its last one; `shared` profiles hold it."""

    number: str
    profile: CallProfileOut | None
    shared: int
    calls: int
    answered: int
    missed: int
    again: int
    last_at: Instant


class CallersOut(Answer):
    """The first ones of the asked order."""

    items: list[CallerFiguresOut]


class NewcomersPointOut(Answer):
    """How many numbers called from `start` on, how many of them for the first time, and how much of it is counted."""

    start: str = Field(json_schema_extra={"format": "date-time"})
    callers: int
    first_time: int
    returning: int
    complete: bool
    extent: Extent


class NewcomersOut(Answer):
    """Every stretch of the range; over all of it, who called in two stretches is one caller.

    `records_since`: the quarter of an hour of the oldest call. Nobody knows who had called before, so that soon after
    it nearly everybody calls for the first time.
    """

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    callers: int
    first_time: int
    returning: int
    records_since: Instant | None
    items: list[NewcomersPointOut]


class OriginOut(Answer):
    """Calls by `kind`: of a `place` in the own country, an `operator` of its mobiles, a `country` (with its `region`).

    These are two questions, which do not add up to one list: `question` is `operator` for the own country's mobiles,
    which tell nothing of a place, and `place` for all others. `inside`: extensions, short numbers and digits that are
    no valid number; `other`: the numbering plan does not tell. The filter `origin` takes `code`.
    """

    code: str
    kind: Literal["place", "operator", "country", "inside", "other"]
    question: Literal["place", "operator"]
    name: str
    region: str
    callers: int
    calls: int
    missed: int


class OriginsOut(Answer):
    """Most calls first."""

    items: list[OriginOut]


class WaitClassOut(Answer):
    """Callers who waited longer than `over` and at most `up_to` seconds (null: longer) until the answer or the end."""

    over: int
    up_to: int | None
    answered: int
    missed: int


class WaitsOut(Answer):
    """How long callers waited, of all calls that were answered or missed. As in the summary."""

    wait_seconds: WaitSecondsOut
    answered_within: dict[str, int]
    answered_within_share: dict[str, float | None]
    items: list[WaitClassOut]
