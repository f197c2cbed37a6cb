-- Counts commits, so that a database that has lost some is noticed (store/engine/embedded/mark.py).
CREATE SEQUENCE commits;
