"""FreeSWITCH's call detail records."""
