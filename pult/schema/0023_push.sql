-- Web push: browsers that may be woken, the installation's own key for push services (sealed), and who looks at a desk right now.
CREATE SCHEMA push;
CREATE TABLE push.key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    sealed   text NOT NULL,
    made_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- One browser. It belongs to an operator, with the session that allowed it, or to a visitor of one channel.
CREATE TABLE push.device (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id bigint,
    session_id  uuid,
    channel_id  integer,
    identity_id bigint,
    endpoint    text NOT NULL UNIQUE,
    key         bytea NOT NULL,
    secret      bytea NOT NULL,
    agent       text NOT NULL DEFAULT '',
    zone        text NOT NULL DEFAULT 'UTC',
    language    text NOT NULL DEFAULT 'en',
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    told_at     timestamptz,
    CHECK ((operator_id IS NULL) = (session_id IS NULL) AND (channel_id IS NULL) = (identity_id IS NULL)
           AND (operator_id IS NULL) <> (identity_id IS NULL))
);
CREATE INDEX device_operator ON push.device (operator_id) WHERE operator_id IS NOT NULL;
CREATE INDEX device_identity ON push.device (identity_id) WHERE identity_id IS NOT NULL;
-- A one-time word that ties a visitor's browser to them, once used.
CREATE TABLE push.spent (
    id         uuid PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
-- Whoever looks at a desk need not be woken. Nothing is lost with it.
CREATE UNLOGGED TABLE push.looking (
    operator_id bigint NOT NULL,
    window_id   text NOT NULL,
    until       timestamptz NOT NULL,
    PRIMARY KEY (operator_id, window_id)
);
