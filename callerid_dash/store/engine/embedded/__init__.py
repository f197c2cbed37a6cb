"""What an embedded database needs besides a connection: its files on the disk, and whether they are the right ones."""
