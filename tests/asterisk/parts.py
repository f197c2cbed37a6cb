"""What the rig is put together of: calls placed by sipp, free ports, the trunk between two rigs, configured phones."""

from __future__ import annotations

import secrets
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.asterisk.situations import NUMBERS

TRUNK_IP, PHONES_IP = "127.0.0.1", "127.0.0.2"


class SippCall:
    """One call in progress, placed by a sipp process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], errors: Path) -> None:
        self._process = process
        self._errors = errors

    def wait(self) -> None:
        """Return when the caller has put the phone down; raise when the call did not go as its scenario says."""
        status = self._process.wait(timeout=30)
        if status != 0:
            raise AssertionError(f"sipp ended with status {status}: {text_of(self._errors)}")

    def stop(self) -> None:
        """Make sure that it is over."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def free_port(ip: str, kind: socket.SocketKind) -> int:
    """Where nobody listens."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((ip, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class IaxTrunk:
    """Two switchboards that call each other: the ports of both, and what each proves itself with."""

    here: int = field(default_factory=lambda: free_port(TRUNK_IP, socket.SOCK_DGRAM))
    there: int = field(default_factory=lambda: free_port(TRUNK_IP, socket.SOCK_DGRAM))
    secret: str = field(default_factory=lambda: secrets.token_hex(12))

    def turned(self) -> IaxTrunk:
        """The same, seen from the other one."""
        return IaxTrunk(self.there, self.here, self.secret)


def text_of(file: Path) -> str:
    """The end of a log."""
    return file.read_text(errors="replace")[-3000:] if file.exists() else ""


def pjsip_endpoint(extension: str, port: int) -> str:
    """A phone as chan_pjsip is told of it."""
    return (
        f"[{extension}](office)\ncontext = from-internal\nidentify_by = username\naors = {extension}\n"
        f"callerid = Phone {extension} <{NUMBERS.get(extension, extension)}>\n\n"
        f"[{extension}]\ntype = aor\ncontact = sip:{extension}@{PHONES_IP}:{port}\n\n"
    )


def sip_friend(extension: str, port: int) -> str:
    """The same for chan_sip."""
    return (
        f"[{extension}]\ntype = friend\ncontext = from-internal\nhost = {PHONES_IP}\nport = {port}\n"
        f"insecure = port,invite\ncallerid = Phone {extension} <{NUMBERS.get(extension, extension)}>\n\n"
    )


def filled(template: Path, values: Mapping[str, str]) -> str:
    """A file with its places filled."""
    text = template.read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text
