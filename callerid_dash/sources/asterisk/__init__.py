"""Calls from Asterisk (FreePBX, Issabel, …) through its manager interface, AMI."""

from callerid_dash.sources.asterisk.settings import AmiSettings

__all__ = ["AmiSettings"]
