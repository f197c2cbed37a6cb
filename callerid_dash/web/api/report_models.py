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


class SummaryOut(Answer):
    """All calls of a range. `unknown`: by callers who were unknown then; `identified` of them belong to a profile now.

    A wait runs from the first event to the answer, or to the end of a missed call; a talk from answer to end.
    `answered_within` counts answered calls by seconds waited at most.
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
    wait_seconds: PercentilesOut
    talk_seconds: PercentilesOut
    answered_within: dict[str, int]


class PointOut(Answer):
    """A stretch of time from `start` on."""

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
    """An hour of the week; `weekday` is 1 for Monday to 7 for Sunday."""

    weekday: int
    hour: int
    total: int
    answered: int
    missed: int
    unknown: int


class HeatmapOut(Answer):
    """The hours that have calls."""

    items: list[HourOut]


class OwnerReachOut(Answer):
    """Of the answered calls of profiles that a user owns by now, `by_owner` the user answered on a phone of theirs."""

    user: str
    name: str
    answered: int
    by_owner: int
    share: float | None


class ExtensionOut(Answer):
    """What an extension did. `offered` = answered + missed + elsewhere (another one answered) + what is open."""

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
    """How many numbers called from `start` on, and how many of them for the first time ever."""

    start: str = Field(json_schema_extra={"format": "date-time"})
    callers: int
    first_time: int
    returning: int


class NewcomersOut(Answer):
    """Every stretch of the range; over all of it, who called in two stretches is one caller."""

    bucket: Literal["15min", "hour", "day", "week", "month"]
    tz: str
    callers: int
    first_time: int
    returning: int
    items: list[NewcomersPointOut]


class OriginOut(Answer):
    """Calls by `kind`: of a `place` in the own country, an `operator` of its mobiles, a `country` (with its `region`).

    `inside`: extensions, short numbers and digits that are no valid number; `other`: the plan does not tell. The filter
    `origin` takes `code`.
    """

    code: str
    kind: Literal["place", "operator", "country", "inside", "other"]
    name: str
    region: str
    callers: int
    calls: int
    missed: int


class OriginsOut(Answer):
    """Most calls first."""

    items: list[OriginOut]


class WaitClassOut(Answer):
    """Calls that waited longer than `over` and at most `up_to` seconds (null: longer)."""

    over: int
    up_to: int | None
    answered: int
    missed: int


class WaitsOut(Answer):
    """How long callers waited. `answered_within` counts answered calls by seconds waited at most."""

    wait_seconds: PercentilesOut
    answered_within: dict[str, int]
    items: list[WaitClassOut]
