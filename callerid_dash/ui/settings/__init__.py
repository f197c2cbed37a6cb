"""The page `/settings`: what the office and each user can set; `sections.py` lists it, `page.py` frames it."""
