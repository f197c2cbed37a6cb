"""Files of contacts, read in a subprocess, give what reading in this process gives."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.profiles.contacts.contact_file import LARGEST, ContactReading, read_contacts
from callerid_dash.services.imports.profiles.reading import read_in_subprocess

CARD = "BEGIN:VCARD\nFN:Sara\nTEL:0912{n:07}\nEND:VCARD\n"


@pytest.mark.parametrize(
    "text",
    [
        "name,phone\n" + "".join(f"Person {n},0912{n:07}\n" for n in range(2_500)),
        "".join(CARD.format(n=n) for n in range(5)),
        "name,phone\n",
    ],
)
def test_it_tells_what_reading_here_tells(tmp_path: Path, text: str) -> None:
    file = tmp_path / "contacts"
    file.write_text(text)
    assert read_in_subprocess(file, ContactReading()) == read_contacts(text.encode(), ContactReading())


def test_what_is_wrong_with_the_file_is_said_as_if_it_was_read_here(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("one,two\n1,2\n")
    with pytest.raises(InvalidInput) as error:
        read_in_subprocess(file, ContactReading())
    assert (error.value.field, str(error.value)) == ("mapping", "No column has the names. Say which one it is.")
    with pytest.raises(InvalidInput, match=r"gone.csv cannot be read: No such file"):
        read_in_subprocess(tmp_path / "gone.csv", ContactReading())
    file.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(InvalidInput, match="At most 20 MB"):
        read_in_subprocess(file, ContactReading())


def test_entries_survive_the_way_between_processes(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_text("name,phone\nAli,9.12E+09\n,1\n")
    found = read_in_subprocess(file, ContactReading(), any_columns=True)
    again = pickle.loads(pickle.dumps(found))
    assert [str(getattr(entry, "reason", "")) for entry in again.entries] == ["", "There is no name."]
