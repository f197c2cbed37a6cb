"""The API's routes for calls and call events."""
