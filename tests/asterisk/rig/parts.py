"""Parts of the rig: calls placed by sipp, the trunk between two rigs, configured phones."""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.asterisk.rig.addresses import Addresses, take_addresses
from tests.asterisk.rig.situations import NUMBERS


class SippCall:
    """One call in progress, placed by its own sipp process."""

    def __init__(self, process: subprocess.Popen[bytes], errors: Path) -> None:
        self._process = process
        self._errors = errors

    def wait(self) -> None:
        """Return when the caller has hung up; raise if the call did not go as its scenario says."""
        status = self._process.wait(timeout=30)
        if status != 0:
            raise AssertionError(f"sipp ended with status {status}: {text_of(self._errors)}")

    def stop(self) -> None:
        """End the call if it is still in progress."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@dataclass(frozen=True, slots=True)
class IaxTrunk:
    """A trunk between two switchboards: both addresses, and both secrets."""

    here: Addresses = field(default_factory=take_addresses)
    there: Addresses = field(default_factory=take_addresses)
    secret: str = field(default_factory=lambda: secrets.token_hex(12))

    def turned(self) -> IaxTrunk:
        """The same trunk, from the other side."""
        return IaxTrunk(self.there, self.here, self.secret)


def text_of(file: Path) -> str:
    """The end of a log file."""
    return file.read_text(errors="replace")[-3000:] if file.exists() else ""


def pjsip_endpoint(extension: str, ip: str, port: int) -> str:
    """The configuration of a phone for chan_pjsip."""
    return (
        f"[{extension}](office)\ncontext = from-internal\nidentify_by = username\naors = {extension}\n"
        f"callerid = Phone {extension} <{NUMBERS.get(extension, extension)}>\n\n"
        f"[{extension}]\ntype = aor\ncontact = sip:{extension}@{ip}:{port}\n\n"
    )


def sip_friend(extension: str, ip: str, port: int) -> str:
    """The configuration of a phone for chan_sip."""
    return (
        f"[{extension}]\ntype = friend\ncontext = from-internal\nhost = {ip}\nport = {port}\n"
        f"insecure = port,invite\ncallerid = Phone {extension} <{NUMBERS.get(extension, extension)}>\n\n"
    )


def filled(template: Path, values: Mapping[str, str]) -> str:
    """The file with its placeholders filled in."""
    text = template.read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
