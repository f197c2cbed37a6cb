"""The figures of the analytics page as files: one chart or table as CSV or Excel, or all of them as a workbook.

A file states its range, filters and time zone. Each export is noted in the audit trail before the file is sent.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import jdatetime

from callerid_dash.domain.audit import SubjectKind
from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.formats import Format
from callerid_dash.domain.jobs import ProgressCallback
from callerid_dash.domain.numbers.locality import timezone_of
from callerid_dash.domain.users import Action, Actor
from callerid_dash.locales import Translator
from callerid_dash.services.core import Core
from callerid_dash.services.exports.formats import About, ExportTable, csv_contents, workbook_contents
from callerid_dash.services.exports.service import Download, no_progress, note_export, set_filters
from callerid_dash.services.reports.figure_words import Figure, column_heads, figure_titles
from callerid_dash.services.reports.filter import ReportFilter
from callerid_dash.services.reports.frames import Frames
from callerid_dash.services.shared.authority import authorize

if TYPE_CHECKING:
    from pandas import DataFrame

ALL = "figures"
"""The name of the workbook with all figures."""
_PLACES = 4
_JALALI = {"start": "jalali", "last_at": "last_jalali"}


@dataclass(frozen=True, slots=True)
class FigureExport:
    """Creates the downloads. Thread-safe."""

    core: Core
    frames: Frames

    def download(
        self,
        actor: Actor,
        figure: Figure | None,
        wanted: ReportFilter,
        form: Format,
        t: Translator,
        filters: Sequence[tuple[str, str]] | None = None,
        progress: ProgressCallback = no_progress,
    ) -> Download:
        """A chart or table (None: all of them) of these calls, with column heads in the translator's language.

        `filters` describe the calls in words, as pairs of name and value; by default they have their names in
        addresses. Raises Forbidden or InvalidInput.
        """
        authorize(actor, Action.SEE_REPORTS)
        if form is Format.PARQUET or (figure is None and form is Format.CSV):
            raise InvalidInput("Figures leave as Excel workbooks, and single ones as CSV.", "format")
        name = f"{figure or ALL}.{form}"
        zone = ZoneInfo(timezone_of(wanted.timezone or self.core.snapshot.locality.timezone))
        conditions = set_filters(wanted, "first_weekday")
        about = self._about(wanted, zone, conditions if filters is None else filters, t)
        tables = self._tables([figure] if figure else list(Figure), wanted, zone, t, progress)
        rows = sum(table.count for table in tables)

        def pieces() -> Generator[bytes]:
            note_export(self.core, actor, SubjectKind.REPORT, name, rows, conditions)
            yield from workbook_contents(tables, about) if form is Format.XLSX else csv_contents(tables[0], about)

        made = pieces()
        return Download(name, form, rows, next(made), made)

    def _tables(
        self, figures: Sequence[Figure], wanted: ReportFilter, zone: ZoneInfo, t: Translator, progress: ProgressCallback
    ) -> list[ExportTable]:
        titles, tables = figure_titles(t), []
        for done, figure in enumerate(figures):
            progress(done, len(figures))
            tables.append(table_of(figure, titles[figure], self.frames.frame(figure, wanted, t), zone, t))
        return tables

    def _about(self, wanted: ReportFilter, zone: ZoneInfo, filters: Sequence[tuple[str, str]], t: Translator) -> About:
        history = self.frames.reports.history()
        since, until = wanted.from_ or history.since, wanted.to or history.until
        lines = [
            (t("From"), _moment(since, zone, t)),
            (t("Until"), _moment(until, zone, t)),
            (t("Time zone"), zone.key),
            (t("As of"), _moment(self.core.clock(), zone, t)),
            *filters,
        ]
        return About(t("About"), lines, rtl=t.direction == "rtl")


def table_of(figure: Figure, title: str, frame: DataFrame, zone: ZoneInfo, t: Translator) -> ExportTable:
    """A frame as a table of a file; in Persian, instants are also given in the Jalali calendar."""
    frame = frame.round(dict.fromkeys(frame.select_dtypes("number"), _PLACES))
    if t.language == "fa":
        for instant, jalali in _JALALI.items():
            if instant in frame:
                dates = [_jalali(at.astimezone(zone)) for at in frame[instant]]
                frame.insert(list(frame.columns).index(instant), jalali, dates)
    heads = column_heads(t)
    columns = [(heads[str(name)], _type(str(name), frame)) for name in frame]
    return ExportTable(str(figure), columns, len(frame), _rows(frame), zone, title=title)


def _rows(frame: DataFrame) -> Iterator[list[tuple[Any, ...]]]:
    """The rows, with naive instants, None for missing values, and whole numbers without a decimal point."""
    plain = frame.convert_dtypes()
    for name in plain.select_dtypes("datetimetz"):
        plain[name] = plain[name].dt.tz_convert(None)
    objects = plain.astype(object).where(plain.notna(), None)
    yield list(objects.itertuples(index=False, name=None))


def _type(name: str, frame: DataFrame) -> str:
    if name.endswith("_share"):
        return "SHARE"
    kind = frame[name].dtype.kind
    return {"M": "TIMESTAMP", "i": "BIGINT", "f": "DOUBLE"}.get(kind, "TEXT")


def _jalali(at: datetime) -> str:
    return str(jdatetime.datetime.fromgregorian(datetime=at.replace(tzinfo=None)).strftime("%Y-%m-%d %H:%M"))


def _moment(at: datetime, zone: ZoneInfo, t: Translator) -> str:
    local = at.astimezone(zone)
    said = local.isoformat(timespec="seconds")
    return f"{said} ({_jalali(local)})" if t.language == "fa" else said
