"""Settings of the office: its lists, its lines and extensions, its location, its anonymous contacts."""
