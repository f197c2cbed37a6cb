"""Finds and reads telephone numbers: withheld callers, extensions, spreadsheet cells, canonical forms, places.

`raw_numbers.py` finds the number in a text, `phones.py` reads its digits by the numbering plan; the modules for words
around the digits know no numbering plan.
"""
