-- How far a message has come: the public number up to which a page of the visitor's, and a page of the team's, has received
-- the talk (received, not read). They change as often as read marks do and stand in no index either.
ALTER TABLE conversations.conversation
    ADD COLUMN visitor_got bigint NOT NULL DEFAULT 0,
    ADD COLUMN team_got    bigint NOT NULL DEFAULT 0;

-- What was uploaded. The bytes lie in the file store under `place`; a message's body says which files belong to it, and that
-- body alone decides who may read them. `owner` is the hash of a visitor's key, or an operator's id (channel 0).
CREATE TABLE gateway.file (
    id         text PRIMARY KEY,
    channel_id integer NOT NULL,
    owner      bytea NOT NULL,
    upload     uuid NOT NULL,
    name       text NOT NULL,
    type       text NOT NULL,
    size       bigint NOT NULL,
    sent_size  bigint NOT NULL,
    width      integer,
    height     integer,
    sha256     bytea NOT NULL,
    place      text NOT NULL,
    used_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel_id, owner, upload)
);
CREATE INDEX file_unused ON gateway.file (created_at) WHERE used_at IS NULL;
