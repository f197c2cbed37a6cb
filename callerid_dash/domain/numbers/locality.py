"""The office's place: the region and area code for reading numbers, and the time zone."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import phonenumbers

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.names import latin_digits
from callerid_dash.domain.numbers.phones import Dialing


@dataclass(frozen=True, slots=True)
class Locality:
    """`timezone` is a name of the tz database."""

    dialing: Dialing = field(default_factory=Dialing)
    timezone: str = "Asia/Tehran"

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.timezone)


def region_of(value: str) -> str:
    """A two-letter country code in capitals. Raises InvalidInput."""
    region = value.strip().upper()
    if region in phonenumbers.SUPPORTED_REGIONS:
        return region
    raise InvalidInput("'%(value)s' is no country code with two letters, such as IR.", "region", values=_shown(value))


def area_code_of(value: str) -> str:
    """An area code without trunk prefix; '' for none. Raises InvalidInput."""
    digits = latin_digits(value).strip().lstrip("0")
    if not digits or (digits.isascii() and digits.isdigit() and len(digits) <= 5):  # noqa: PLR2004 - ITU: at most 5
        return digits
    raise InvalidInput("'%(value)s' is no area code, such as 21.", "area_code", values=_shown(value))


def timezone_of(value: str) -> str:
    """The name of a zone of the tz database. Raises InvalidInput."""
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInput(
            "'%(value)s' is no time zone, such as Asia/Tehran.", "timezone", values=_shown(value)
        ) from error
    return value


def regions() -> list[str]:
    """Every country code with a numbering plan."""
    return sorted(phonenumbers.SUPPORTED_REGIONS)


def timezones() -> list[str]:
    """The names of all zones where people live."""
    names = zoneinfo.available_timezones()
    lived_in = (name for name in names if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [*sorted(lived_in), "UTC"]


def _shown(value: str) -> dict[str, str]:
    return {"value": value[:40]}
