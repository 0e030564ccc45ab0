-- Who may do what: a role and teams; sessions that can be seen and ended; one-time links; tries that are counted on every node.
ALTER TABLE operators.operator
    ADD COLUMN role      text NOT NULL DEFAULT 'operator' CHECK (role IN ('admin', 'supervisor', 'operator', 'viewer')),
    ADD COLUMN mail      text,
    ADD COLUMN signature text NOT NULL DEFAULT '',
    -- Raised by every change of rights: a socket that was opened under an older number is sent away.
    ADD COLUMN access_no bigint NOT NULL DEFAULT 1;
-- Until now everybody could do everything. The oldest account keeps that, or nobody could ever give a right again.
UPDATE operators.operator SET role = 'admin'
WHERE id = (SELECT id FROM operators.operator WHERE active ORDER BY id LIMIT 1);

CREATE TABLE operators.team (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX team_name ON operators.team (lower(name));
CREATE TABLE operators.membership (
    team_id     bigint NOT NULL REFERENCES operators.team ON DELETE CASCADE,
    operator_id bigint NOT NULL REFERENCES operators.operator ON DELETE CASCADE,
    PRIMARY KEY (operator_id, team_id)
);
CREATE INDEX membership_team ON operators.membership (team_id);

ALTER TABLE operators.session
    ADD COLUMN id      uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN agent   text NOT NULL DEFAULT '',
    ADD COLUMN address text NOT NULL DEFAULT '',
    ADD COLUMN seen_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE UNIQUE INDEX session_id ON operators.session (id);
CREATE INDEX session_operator ON operators.session (operator_id);

-- A link that works once. With an operator it gives a new password, without one it makes an account. Only the hash of its secret is kept.
CREATE TABLE operators.invitation (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash  bytea NOT NULL UNIQUE,
    operator_id bigint REFERENCES operators.operator ON DELETE CASCADE,
    login       text NOT NULL,
    name        text NOT NULL DEFAULT '',
    mail        text,
    role        text NOT NULL DEFAULT 'operator' CHECK (role IN ('admin', 'supervisor', 'operator', 'viewer')),
    teams       bigint[] NOT NULL DEFAULT '{}',
    invited_by  bigint,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at  timestamptz NOT NULL CHECK (expires_at <= created_at + interval '24 hours'),
    used_at     timestamptz
);
CREATE INDEX invitation_open ON operators.invitation (id DESC) WHERE used_at IS NULL;

-- Tries to get in: `key` is what they are counted by (a login's or an address's hash).
CREATE TABLE operators.attempt (
    key bytea NOT NULL,
    at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX attempt_key ON operators.attempt (key, at);
CREATE INDEX attempt_age ON operators.attempt (at);

-- Whose talks come from here; NULL: everybody's.
ALTER TABLE gateway.channel ADD COLUMN team_id bigint;
-- When a talk last went to another team: what nodes look at to cut those who may not see it any more, whatever bell got lost.
ALTER TABLE conversations.conversation ADD COLUMN team_at timestamptz;
CREATE INDEX conversation_moved ON conversations.conversation (team_at) WHERE team_at IS NOT NULL;
CREATE INDEX conversation_held ON conversations.conversation (holder_id)
    WHERE status <> 'resolved' AND holder_kind = 'operator';
