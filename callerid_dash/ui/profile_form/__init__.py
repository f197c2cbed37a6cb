"""The dialogs that create and change a profile.

`typed` holds the form's content, `possible_duplicates` finds similar profiles, `versions` compares two users'
changes; `new` and `edit` are the dialogs. Their components are in `form`, `duplicates_view` and `versions_view`.
"""
