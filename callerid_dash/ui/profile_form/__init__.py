"""The dialogs that create and change a profile.

`typed` holds the form's content, `possible_duplicates` finds similar profiles, `versions` compares two users' changes,
`form` draws the fields; `new` and `edit` are the dialogs.
"""
