"""The dialogs in which a profile is made and changed.

`typed` is what the form holds, `alike` what is known already of a name and its numbers, `versions` two people's changes
beside each other; `new` and `edit` are the dialogs themselves. What they look like is in `form`, `alike_view` and
`versions_view`.
"""
