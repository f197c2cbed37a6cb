"""What is written around the digits of a number: words for no number, words before an extension, a spreadsheet's marks.

None of it knows a numbering plan; `domain/numbers/raw_numbers.py` puts it together and `domain/numbers/phones.py` reads
the digits.
"""
