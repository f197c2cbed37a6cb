"""A small AMI client with which tests control the switchboard."""

from __future__ import annotations

import secrets
import socket
from typing import TextIO


class Operator:
    """The AMI actions that tests need. Not the product's client, so that neither hides the other's mistakes."""

    def __init__(self, connection: socket.socket, lines: TextIO) -> None:
        self._connection = connection
        self._lines = lines
        self._lines.readline()  # the greeting

    def action(self, name: str, **headers: str) -> list[dict[str, str]]:
        given = {"Action": name, "ActionID": secrets.token_hex(4), **headers}
        self._connection.sendall("".join(f"{key}: {value}\r\n" for key, value in given.items()).encode() + b"\r\n")
        answer = [self.until("ActionID", given["ActionID"])]
        if answer[0].get("Response") != "Success":
            raise AssertionError(f"AMI {name}: {answer[0].get('Message')}")
        if answer[0].get("EventList") == "start":
            while answer[-1].get("EventList") != "Complete":
                answer.append(self.until("ActionID", given["ActionID"]))
        return answer

    def until(self, key: str, value: str) -> dict[str, str]:
        while True:
            message = self._message()
            if message.get(key) == value:
                return message

    def _message(self) -> dict[str, str]:
        message: dict[str, str] = {}
        for line in self._lines:
            if not line.strip():
                return message
            key, _, value = line.partition(":")
            message[key] = value.strip()
        raise EOFError("Asterisk closed the connection")
