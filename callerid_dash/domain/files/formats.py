"""The kinds of files in which lists leave."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def media_type(self) -> str:
        """What a browser is told."""
        return {
            Format.CSV: "text/csv; charset=utf-8",
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format.PARQUET: "application/vnd.apache.parquet",
        }[self]
