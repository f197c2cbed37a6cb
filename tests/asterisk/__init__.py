"""Tests against a real Asterisk that makes and receives real SIP calls on loopback."""
