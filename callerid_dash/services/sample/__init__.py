"""An office that never was, and its calls: all of it made up from a seed, without any store.

`office.py` imagines who works there and whom they know, `switchboard.py` tells the story of one call after another,
`rhythm.py` says when the telephone rings. `services/sample_office.py` writes it down, `sources/simulator.py` plays it.
"""
