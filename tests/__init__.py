"""Tests. A package, so that they can share helpers such as `tests.asterisk.rig.rig`."""
