"""What services of every feature use: who may, what time it is, the small tables, undo, paging."""
