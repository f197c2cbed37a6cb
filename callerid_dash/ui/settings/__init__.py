"""The page `/settings`: settings of the office and of each user; `sections.py` lists them, `page.py` frames them."""
