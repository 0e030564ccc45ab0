-- Colleagues among themselves: between two, in a team, all together. No contact ever sees any of it; no talk is stored here.
CREATE SCHEMA colleagues;
CREATE TABLE colleagues.room (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- «with 3 7» (both numbers ascending), «team 5», «all».
    key     text NOT NULL UNIQUE,
    one     bigint,
    other   bigint,
    team_id bigint,
    last_no bigint NOT NULL DEFAULT 0,
    last_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX room_one ON colleagues.room (one) WHERE one IS NOT NULL;
CREATE INDEX room_other ON colleagues.room (other) WHERE other IS NOT NULL;
CREATE TABLE colleagues.word (
    room_id bigint NOT NULL REFERENCES colleagues.room ON DELETE CASCADE,
    no      bigint NOT NULL,
    by_id   bigint NOT NULL,
    cid     uuid NOT NULL,
    at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    text    text NOT NULL,
    -- The public id of a talk that it is about; whoever may not see that talk finds nothing behind it.
    talk    text,
    PRIMARY KEY (room_id, no)
);
CREATE UNIQUE INDEX word_once ON colleagues.word (by_id, cid);
CREATE TABLE colleagues.reader (
    room_id     bigint NOT NULL REFERENCES colleagues.room ON DELETE CASCADE,
    operator_id bigint NOT NULL,
    no          bigint NOT NULL,
    PRIMARY KEY (room_id, operator_id)
);
