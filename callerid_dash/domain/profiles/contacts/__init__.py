"""Files of contacts, as other programs export them: what they say, entry by entry. Pure; stores and asks nothing.

`contact_file.py` reads a whole file: `decoding.py` its letters, `table.py` with `columns.py` a table (CSV), `cards.py`
with `card_lines.py` vCards. What becomes of the entries is `services/imports/profiles/service.py`.
"""
