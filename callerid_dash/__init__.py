"""callerid-dash: who is calling, whose customer it is, and what the calls add up to."""

__version__ = "0.3.0"
