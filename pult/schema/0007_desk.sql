-- What an operator has begun to write in a talk and not sent. One row per operator and talk; no row: nothing is begun. `version` comes
-- from one sequence for all, so that a draft that went and came again is never taken for the one before.
CREATE SCHEMA desk;
CREATE SEQUENCE desk.draft_version;
CREATE TABLE desk.draft (
    operator_id     bigint NOT NULL,
    conversation_id bigint NOT NULL,
    version         bigint NOT NULL DEFAULT nextval('desk.draft_version'),
    mode            text NOT NULL CHECK (mode IN ('reply', 'note')),
    reply           text NOT NULL DEFAULT '',
    note            text NOT NULL DEFAULT '',
    quote           bigint,
    files           jsonb NOT NULL DEFAULT '[]',
    -- Where the talk stood when the reply was begun: the number in the log, and the newest public number.
    began_at_seq    bigint,
    began_at_public bigint,
    -- The reply was begun as a note, or from a saved reply ({"id", "language", "text"}).
    from_note       boolean NOT NULL DEFAULT false,
    canned          jsonb,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (operator_id, conversation_id)
) WITH (fillfactor = 70);

-- How an operator wants the desk to be, on every machine.
CREATE TABLE desk.preference (
    operator_id bigint PRIMARY KEY,
    body        jsonb NOT NULL DEFAULT '{}'
);
