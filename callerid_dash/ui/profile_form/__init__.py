"""The dialogs that create and change a profile.

`typed` holds the form's content, `alike` looks up possible duplicates, `versions` compares two users' changes; `new`
and `edit` are the dialogs. Their components are in `form`, `alike_view` and `versions_view`.
"""
