-- Saved replies. `texts` is {language: text}; `files` stand as in a message. Whose it is: one operator's, a team's, everybody's.
-- `used` and `unedited` are kept counts (how often it was sent, how often without a change); every sending is a row of `sent` besides.
CREATE SCHEMA canned;
CREATE TABLE canned.reply (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope      text NOT NULL CHECK (scope IN ('own', 'team', 'all')),
    owner_id   bigint,
    team_id    bigint,
    folder     text NOT NULL DEFAULT '',
    title      text NOT NULL,
    shortcut   text NOT NULL DEFAULT '',
    texts      jsonb NOT NULL,
    files      jsonb NOT NULL DEFAULT '[]',
    version    integer NOT NULL DEFAULT 1,
    used       bigint NOT NULL DEFAULT 0,
    unedited   bigint NOT NULL DEFAULT 0,
    used_at    timestamptz,
    changed_by bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((scope = 'own') = (owner_id IS NOT NULL)),
    CHECK ((scope = 'team') = (team_id IS NOT NULL))
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX reply_shortcut ON canned.reply (scope, coalesce(owner_id, team_id, 0), lower(shortcut))
    WHERE shortcut <> '';
CREATE INDEX reply_owner ON canned.reply (owner_id) WHERE owner_id IS NOT NULL;

CREATE TABLE canned.sent (
    operator_id     bigint NOT NULL,
    cid             uuid NOT NULL,
    reply_id        bigint NOT NULL,
    conversation_id bigint NOT NULL,
    language        text NOT NULL,
    edited          boolean NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (operator_id, cid)
);
CREATE INDEX sent_reply ON canned.sent (reply_id, at);
CREATE INDEX sent_conversation ON canned.sent (conversation_id);

-- Teams that work without saved replies; 0: nobody here has them.
CREATE TABLE canned.switched_off (
    team_id bigint PRIMARY KEY
);
