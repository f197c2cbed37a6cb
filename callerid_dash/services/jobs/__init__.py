"""Work in the background on behalf of a user, with progress, and the files that it needs."""
