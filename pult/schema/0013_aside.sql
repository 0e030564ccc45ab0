-- A talk that is put aside until a time, what was promised in it, and its tags.
ALTER TABLE conversations.conversation
    ADD COLUMN snoozed_until timestamptz,
    -- {"text", "due" (milliseconds since 1970), "by"}; NULL: nothing is promised.
    ADD COLUMN promise jsonb,
    ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
-- What the sweep looks for: those whose time has come, and those whose visitor has written meanwhile.
CREATE INDEX conversation_snoozed ON conversations.conversation (snoozed_until) WHERE status = 'snoozed';
CREATE INDEX conversation_woken ON conversations.conversation (id) WHERE status = 'snoozed' AND waiting_since IS NOT NULL;

-- Every tag that was ever used, for the offer while one is typed.
CREATE TABLE conversations.tag (
    name    text PRIMARY KEY,
    used    bigint NOT NULL DEFAULT 0,
    used_at timestamptz NOT NULL
);
CREATE INDEX tag_beginning ON conversations.tag (name text_pattern_ops);
