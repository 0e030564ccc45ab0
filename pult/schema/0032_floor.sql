-- What is to be reached, by kind of channel ('': wherever nothing else is said), in seconds. Without a row: 60 and 60.
CREATE SCHEMA floor;
CREATE TABLE floor.bar (
    channel     text PRIMARY KEY,
    first_reply integer NOT NULL CHECK (first_reply BETWEEN 1 AND 86400),
    waiting     integer NOT NULL CHECK (waiting BETWEEN 1 AND 86400)
);
