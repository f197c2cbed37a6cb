"""Calls from Asterisk (FreePBX, Issabel, …) through its manager interface, AMI.

`protocol` is the wire format, `connection` one connection, `channels` which channels hear each other, `translate` turns
AMI events into call events, `outbox` hands them to the intake, `source` is what the product starts. Public client
libraries for AMI were evaluated and not used: the maintained ones have no reconnection, no bound on what they read and
no events, or bring a framework of their own, and the wire format is the smallest part of this.
"""

from callerid_dash.sources.asterisk.connection import Timing
from callerid_dash.sources.asterisk.settings import AmiSettings
from callerid_dash.sources.asterisk.source import AsteriskSource

__all__ = ["AmiSettings", "AsteriskSource", "Timing"]
