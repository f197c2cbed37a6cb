"""Files of the past: call records and contacts."""
