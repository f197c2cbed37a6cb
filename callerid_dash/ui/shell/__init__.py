"""The frame around the pages: document, navigation, router, poll, search, the list of dialogs."""
