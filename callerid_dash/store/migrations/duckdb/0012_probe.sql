-- Counts commits, so that a database that has lost some is noticed (store/embedded/mark.py).
CREATE SEQUENCE commits;
