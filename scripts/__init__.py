"""Helpers of the make targets. Not part of the package: an installed callerid-dash does without them."""
