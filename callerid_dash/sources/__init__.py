"""Sources of calls. A source hands call events to an Intake and reports its health; see domain/calls/sources.py."""
