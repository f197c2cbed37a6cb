"""A real telephone system on loopback: Asterisk, a trunk, and phones played by sipp.

    with AsteriskRig() as rig:
        rig.call("02188881111", Line.ANSWERED).wait()

Phones have fixed habits (`PHONES`), dialled numbers are fixed situations (`Line`, config/extensions.conf).
Everything listens on loopback, at addresses of this rig alone, and all that was started is stopped by process id.
`python -m tests.asterisk.rig.rig --provision` only installs Asterisk into the cache.
"""

from __future__ import annotations

import contextlib
import itertools
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from callerid_dash.sources.asterisk import AmiSettings
from tests.asterisk.rig.addresses import AMI_PORT, FIRST_PHONE_PORT, IAX_PORT, MEDIA_PORTS, PROVIDER_PORT, SIP_PORT
from tests.asterisk.rig.chroot import Missing, modules_of, ready_root
from tests.asterisk.rig.drivers import EVERY, PJSIP_22, Driver
from tests.asterisk.rig.operator_ami import Operator
from tests.asterisk.rig.parts import IaxTrunk, SippCall, filled, pjsip_endpoint, sip_friend, text_of
from tests.asterisk.rig.situations import PHONES, SOON, Line

__all__ = ["TIMEOUT", "AsteriskRig", "IaxTrunk", "Line", "SippCall"]

HERE = Path(__file__).parents[1]
TIMEOUT = 20.0
"""Seconds after which waiting for a real part is a failure."""


class AsteriskRig:
    """A running telephone system, see the module. Enter it in the main thread, whose end ends its processes."""

    def __init__(self, driver: Driver = PJSIP_22, iax: IaxTrunk | None = None) -> None:
        self.driver = driver
        self._iax = iax or IaxTrunk()
        self._root = ready_root(driver.suite)
        self._home = Path(tempfile.mkdtemp(prefix="rig-", dir=self._root / "srv"))
        self._secret = secrets.token_hex(12)
        self._ip, self._phones_ip = self._iax.here.switchboard, self._iax.here.phones
        self._ports = {extension: FIRST_PHONE_PORT + place for place, extension in enumerate(PHONES)}
        self._media_ports = itertools.cycle(MEDIA_PORTS)
        self._asterisk: subprocess.Popen[bytes] | None = None
        self._phones: list[subprocess.Popen[bytes]] = []
        self._calls: list[SippCall] = []

    def __enter__(self) -> Self:
        try:
            self._configure()
            for extension, (habit, knows) in PHONES.items():
                self._phones.append(self._sipp(habit, knows, self._phones_ip, self._ports[extension])[0])
            self._phones.append(self._sipp("answer", SOON, self._ip, PROVIDER_PORT)[0])
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ami_settings(self) -> AmiSettings:
        """The product's settings for this switchboard."""
        return AmiSettings(
            host=self._ip,
            port=AMI_PORT,
            username="callerid",
            secret=self._secret,
            incoming_contexts=("from-trunk",),
        )

    @property
    def iax_secret(self) -> str:
        """The secret of the trunk between two switchboards; it appears in dial strings."""
        return self._iax.secret

    def call(
        self, number: str, line: str, *, name: str = "", talk: float = 1.0, asserted: str = "", private: bool = False
    ) -> SippCall:
        """A call from outside that talks for `talk` seconds once answered. An empty number withholds it.

        `asserted` is the number that the network vouches for; `private` is the caller's wish to hide it.
        """
        caller = {"number": number or "anonymous", "name": name, "domain": self._ip if number else "anonymous.invalid"}
        headers = ([f'P-Asserted-Identity: "{name}" <sip:{asserted}@{self._ip}>'] if asserted else []) + (
            ["Privacy: id"] if private else []
        )
        return self._place("call", talk, self._ip, line, caller, headers)

    def call_and_give_up(self, number: str, line: str, *, after: float = 0.5) -> SippCall:
        """A call from outside whose caller hangs up after `after` seconds of ringing."""
        return self._place("give_up", after, self._ip, line, {"number": number, "name": "", "domain": self._ip})

    def call_from_phone(self, extension: str, number: str, *, talk: float = 0.5) -> SippCall:
        """A call from one of our own phones, inside or outside."""
        caller = {"number": extension, "name": "", "domain": self._phones_ip}
        return self._place("call", talk, self._phones_ip, number, caller)

    def start(self) -> None:
        """Start Asterisk and return when it has booted."""
        conf = f"/srv/{self._home.name}/etc/asterisk.conf"
        log = (self._home / "asterisk.out").open("ab")
        with log:
            self._asterisk = subprocess.Popen(
                [*_TIED_TO_US, "chroot", str(self._root), "asterisk", "-f", "-C", conf],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_booted()

    def kill(self) -> None:
        """Kill Asterisk, as in a power cut."""
        if self._asterisk:
            self._asterisk.kill()
            self._asterisk.wait()
            self._asterisk = None

    def restart(self) -> None:
        """Kill Asterisk and start it again on the same ports."""
        self.kill()
        self.start()

    def action(self, name: str, **headers: str) -> list[dict[str, str]]:
        """Send an AMI action as the operator; returns all messages of the answer, the response first."""
        with self._operator() as ami:
            return ami.action(name, **headers)

    def channels(self) -> list[dict[str, str]]:
        """The present channels, as AMI lists them."""
        return [message for message in self.action("CoreShowChannels") if message.get("Event") == "CoreShowChannel"]

    def channel_of(self, peer: str) -> str:
        """The name of the channel of a phone or trunk (`101`, `trunk`); waits until one is up."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            for channel in self.channels():
                if (
                    channel["Channel"].startswith(f"{self.driver.technology}/{peer}-")
                    and channel["ChannelStateDesc"] == "Up"
                ):
                    return channel["Channel"]
            time.sleep(0.05)
        raise AssertionError(f"no channel of {peer} came up")

    def hush(self) -> None:
        """End all calls, so that the next test finds the switchboard idle."""
        for call in self._calls:
            call.stop()
        self._calls.clear()
        self.hang_up()
        self.wait_until_gone()

    def hang_up(self) -> None:
        """Have the switchboard end all calls, as if everyone in the office hung up."""
        for channel in self.channels():
            with contextlib.suppress(AssertionError):  # it hung up by itself meanwhile
                self.action("Hangup", Channel=channel["Channel"])

    def wait_until_gone(self, peer: str = "") -> None:
        """Return when a phone (or, without a name, every phone) has no channel any more."""
        deadline = time.monotonic() + TIMEOUT
        prefix = f"{self.driver.technology}/{peer}" if peer else ""
        while any(channel["Channel"].startswith(prefix) for channel in self.channels()):
            if time.monotonic() > deadline:
                raise AssertionError(f"the channels of {peer or 'the switchboard'} never went")
            time.sleep(0.05)

    def written(self, file: str) -> bytes:
        """The present contents of a file in Asterisk's log folder, such as `cdr-csv/Master.csv`."""
        path = self._home / "log" / file
        return path.read_bytes() if path.exists() else b""

    def log_tail(self) -> str:
        """The end of Asterisk's log, for a failed test."""
        logs = [self._home / "asterisk.out", self._home / "log" / "messages"]
        return "\n".join(text_of(log) for log in logs)

    def close(self) -> None:
        """Stop all processes and remove all files."""
        for call in self._calls:
            call.stop()
        for phone in self._phones:
            phone.kill()
            phone.wait()
        self.kill()
        shutil.rmtree(self._home, ignore_errors=True)

    def _configure(self) -> None:
        for folder in ("etc", "lib", "spool", "run", "log/cdr-csv", "log/cel-custom", "sipp"):
            (self._home / folder).mkdir(parents=True)
        values = {
            "HOME": f"/srv/{self._home.name}",
            "HERE": self._ip,
            "AMI_PORT": str(AMI_PORT),
            "SIP_PORT": str(SIP_PORT),
            "PROVIDER_PORT": str(PROVIDER_PORT),
            "SECRET": self._secret,
            "MODULES": modules_of(self._root),
            "TECHNOLOGY": self.driver.technology,
            "IAX_PORT": str(IAX_PORT),
            "THERE": self._iax.there.switchboard,
            "IAX_SECRET": self._iax.secret,
        }
        for source in (HERE / "config").glob("*.conf"):
            (self._home / "etc" / source.name).write_text(filled(source, values))
        with (self._home / "etc" / "modules.conf").open("a") as modules:
            modules.writelines(f"load = {module}.so\n" for module in self.driver.modules)
        for name, phone in (("pjsip.conf", pjsip_endpoint), ("sip.conf", sip_friend)):
            with (self._home / "etc" / name).open("a") as phones:
                phones.writelines(phone(extension, self._phones_ip, port) for extension, port in self._ports.items())

    def _place(
        self, scenario: str, hold: float, ip: str, line: str, caller: Mapping[str, str], headers: Sequence[str] = ()
    ) -> SippCall:
        keys = [word for key, value in caller.items() for word in ("-key", key, value)]
        knows = {"HOLD": str(int(hold * 1000)), "HEADERS": "".join(f"\n      {header}" for header in headers)}
        target = [f"{self._ip}:{SIP_PORT}", "-m", "1", "-s", line]
        call = SippCall(*self._sipp(scenario, knows, ip, None, [*target, *keys]))
        self._calls.append(call)
        return call

    def _sipp(
        self, scenario: str, knows: Mapping[str, str], ip: str, port: int | None, more: list[str] | None = None
    ) -> tuple[subprocess.Popen[bytes], Path]:
        label = f"{scenario}-{secrets.token_hex(4)}"
        xml = self._home / "sipp" / f"{label}.xml"
        xml.write_text(filled(HERE / "sipp" / f"{scenario}.xml", {"HERE": self._ip, **knows}))
        errors = xml.with_suffix(".err")
        with xml.with_suffix(".log").open("wb") as log:
            process = subprocess.Popen(
                [*_TIED_TO_US, "sipp", "-sf", str(xml), "-nostdin"]
                + ["-i", ip, "-ci", ip, "-mi", ip, "-mp", str(next(self._media_ports))]
                + ["-trace_err", "-error_file", str(errors)]
                + (["-p", str(port)] if port else [])
                + (more or []),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=xml.parent,
            )
        return process, errors

    def _wait_until_booted(self) -> None:
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            if self._asterisk is None or self._asterisk.poll() is not None:
                raise AssertionError(f"Asterisk did not start: {self.log_tail()}")
            with contextlib.suppress(OSError, EOFError), self._operator() as ami:
                ami.until("Event", "FullyBooted")
                return
            time.sleep(0.05)
        raise AssertionError(f"Asterisk was not ready in time: {self.log_tail()}")

    @contextlib.contextmanager
    def _operator(self) -> Iterator[Operator]:
        with (
            socket.create_connection((self._ip, AMI_PORT), timeout=TIMEOUT) as connection,
            connection.makefile("r", encoding="utf-8", errors="replace", newline="\r\n") as lines,
        ):
            ami = Operator(connection, lines)
            ami.action("Login", Username="rig", Secret=self._secret)
            yield ami


_TIED_TO_US = ["setpriv", "--pdeathsig", "KILL"]
"""A test run that is killed takes its Asterisk and its phones with it."""


def main() -> int:
    """Prepare the cache; returns 0 if the rig can run here, else 1 with the reason on stderr."""
    if sys.argv[1:] != ["--provision"]:
        print("usage: python -m tests.asterisk.rig.rig --provision", file=sys.stderr)  # noqa: T201
        return 2
    try:
        roots = {ready_root(driver.suite) for driver in EVERY}
    except Missing as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    print("Asterisk is ready in", *sorted(map(str, roots)))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
