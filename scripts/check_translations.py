"""Fails when a message lacks a translation, or a translation loses one of its values.

`python -m scripts.translations` brings the files up to date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Message

if __package__ in (None, ""):  # run by its path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.translations import TRANSLATED, ids, in_code, key, strings, translated

_VALUE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def problems() -> list[str]:
    """One line for each problem."""
    wanted = {key(message): message for message in in_code() if message.id}
    return [line for language in TRANSLATED for line in _problems(language, wanted)]


def _problems(language: str, wanted: dict[str, Message]) -> list[str]:
    found = {key(message): message for message in translated(language) if message.id}
    lines = [f"{language}: not translated: {text}" for text in wanted if not _whole(found.get(text))]
    lines += [f"{language}: nobody says this: {text}" for text in found if text not in wanted]
    lines += [f"{language}: loses a value: {text}" for text, message in found.items() if not _same_values(message)]
    return lines


def _whole(message: Message | None) -> bool:
    return message is not None and all(strings(message)) and not message.fuzzy


def _same_values(message: Message) -> bool:
    """Compare the placeholders. Only a plural form may omit the count ('one call')."""
    values = set(_VALUE.findall(ids(message)[-1]))
    return all(set(_VALUE.findall(text)) == values for text in strings(message) if text)


if __name__ == "__main__":
    found = problems()
    print(*found, sep="\n") if found else print("All words are in both languages.")
    sys.exit(1 if found else 0)
