"""The settings from the environment (prefix `CALLERID_`); each has a default. Read once, at start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from callerid_dash.domain.errors import BadSettings, InvalidInput
from callerid_dash.domain.numbers.locality import area_code_of, region_of, timezone_of
from callerid_dash.domain.numbers.phones import Dialing

_CHECKOUT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "fa")


@dataclass(frozen=True, slots=True)
class Settings:
    """The checked settings. Secrets stay out of logs because this object is never logged."""

    database_url: str = "duckdb:///data/callerid.duckdb"
    host: str = "127.0.0.1"
    port: int = 8050
    threads: int = 32
    secret_key: str = ""
    admin_password: str = ""
    api_token: str = ""
    dialing: Dialing = field(default_factory=Dialing)
    timezone: str = "Asia/Tehran"
    language: str = "auto"
    ami_host: str = ""
    ami_port: int = 5038
    ami_username: str = ""
    ami_secret: str = ""
    ami_incoming_contexts: tuple[str, ...] = ("from-trunk*", "from-pstn*", "from-digital", "from-analog")

    @property
    def folder(self) -> Path:
        """The folder for this installation's files: beside the embedded database, else `data/`."""
        scheme, _, path = self.database_url.partition(":///")
        return Path(path).parent if scheme == "duckdb" else Path("data")


def database_at(configured: str, usual: str) -> str:
    """The database's URL, for a file with its absolute path.

    A configured path is relative to the current folder. The default is `data/` there, if it contains a database, else
    that of the checkout, so that it does not depend on the current folder.
    """
    scheme, _, path = (configured or usual).partition(":///")
    if scheme != "duckdb" or path.startswith(":"):
        return configured or usual
    file = Path(path)
    if not configured and not file.exists() and (_CHECKOUT / "pyproject.toml").exists():
        file = _CHECKOUT / file
    return f"duckdb:///{file.absolute()}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment. Raises BadSettings naming the variable and what it accepts."""

    def text(name: str, default: str = "") -> str:
        return environ.get(f"CALLERID_{name}", "").strip() or default

    defaults = Settings()
    return Settings(
        database_url=database_at(text("DATABASE_URL"), defaults.database_url),
        host=text("HOST", defaults.host),
        port=_number("PORT", text("PORT", str(defaults.port)), 0, 65_535),
        threads=_number("THREADS", text("THREADS", str(defaults.threads)), 1, 256),
        secret_key=text("SECRET_KEY"),
        admin_password=text("ADMIN_PASSWORD"),
        api_token=text("API_TOKEN"),
        dialing=Dialing(
            _checked("REGION", region_of, text("REGION", "IR")),
            _checked("AREA_CODE", area_code_of, environ.get("CALLERID_AREA_CODE", "21")),
        ),
        timezone=_checked("TIMEZONE", timezone_of, text("TIMEZONE", defaults.timezone)),
        language=_choice("LANGUAGE", text("LANGUAGE", defaults.language), ("auto", *LANGUAGES)),
        ami_host=text("AMI_HOST"),
        ami_port=_number("AMI_PORT", text("AMI_PORT", str(defaults.ami_port)), 1, 65_535),
        ami_username=text("AMI_USERNAME"),
        ami_secret=text("AMI_SECRET"),
        ami_incoming_contexts=_list(text("AMI_INCOMING_CONTEXTS", ",".join(defaults.ami_incoming_contexts))),
    )


def _number(name: str, value: str, least: int, most: int) -> int:
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise BadSettings(f"CALLERID_{name}: '{value}' is no whole number from {least} to {most}.")


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value in choices:
        return value
    raise BadSettings(f"CALLERID_{name}: '{value}' is none of {', '.join(choices)}.")


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _checked(name: str, check: Callable[[str], str], value: str) -> str:
    try:
        return check(value)
    except InvalidInput as error:
        raise BadSettings(f"CALLERID_{name}: {error}") from error
