"""Reads files of contacts, as other programs export them, entry by entry. Pure; no store, no questions to a user.

`contact_file.py` reads a whole file: `decoding.py` its encoding, `table.py` with `columns.py` a table (CSV), `cards.py`
with `card_lines.py` vCards. `services/imports/profiles/service.py` stores the entries.
"""
