-- Who holds talks and is at no desk of a living node, since when that is known.
CREATE TABLE timing.gone (
    operator_id bigint PRIMARY KEY,
    since       timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Turns that one node takes, whichever is first; a long gap says that nobody was looking.
CREATE TABLE timing.tick (
    name text PRIMARY KEY,
    at   timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO timing.tick (name, at) VALUES ('absences', 'epoch');
