-- One row, written now and then to find out whether anything can be stored.
CREATE TABLE probe (
    id       INTEGER PRIMARY KEY,
    asked_at TIMESTAMP NOT NULL
);
