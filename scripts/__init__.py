"""Helpers of the make targets, not part of the package: an installed callerid-dash does not need them."""
