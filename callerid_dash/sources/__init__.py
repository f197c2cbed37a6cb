"""Where calls come from. A source hands call events to an Intake and tells how it is doing; see
domain/calls/sources.py."""
