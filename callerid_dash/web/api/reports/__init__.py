"""The API's routes of reports."""
