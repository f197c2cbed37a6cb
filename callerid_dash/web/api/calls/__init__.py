"""The API's routes of calls and call events."""
