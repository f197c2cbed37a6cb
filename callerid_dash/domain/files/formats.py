"""The file formats of exports."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """A file format."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def media_type(self) -> str:
        """The Content-Type of the format."""
        return {
            Format.CSV: "text/csv; charset=utf-8",
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format.PARQUET: "application/vnd.apache.parquet",
        }[self]
