-- Letters that come: stored as they came, read afterwards (docs/mail.md). A mailbox is one node's at a time.
CREATE TABLE kit.mailbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    validity     bigint,
    upto         bigint NOT NULL DEFAULT 0,
    made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    holder       uuid,
    held_until   timestamptz,
    looked_at    timestamptz,
    failed       text,
    failed_since timestamptz
);
CREATE TABLE kit.letter (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mailbox_id bigint NOT NULL REFERENCES kit.mailbox,
    validity   bigint NOT NULL,
    uid        bigint NOT NULL,
    arrived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    size       bigint NOT NULL,
    digest     bytea NOT NULL,
    raw        bytea,
    attempts   integer NOT NULL DEFAULT 0,
    due_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    sender     text NOT NULL DEFAULT '',
    subject    text NOT NULL DEFAULT '',
    outcome    text,
    said       text NOT NULL DEFAULT '',
    settled_at timestamptz,
    UNIQUE (mailbox_id, validity, uid),
    UNIQUE (mailbox_id, digest)
);
CREATE INDEX letter_unread ON kit.letter (due_at, id) WHERE outcome IS NULL;

-- A side question may be answered by replying to its letter; of the reply's key only the hash is kept.
ALTER TABLE consulting.question ADD COLUMN reply bytea UNIQUE;
CREATE TABLE consulting.letter (
    question_id bigint NOT NULL REFERENCES consulting.question ON DELETE CASCADE,
    mark        bytea NOT NULL,
    letter      bigint NOT NULL,
    automatic   boolean NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (question_id, mark)
);
