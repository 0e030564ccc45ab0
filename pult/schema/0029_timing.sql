-- Time: what is promised and what happens when nobody answers. One document of settings for a team; 0 is everybody.
CREATE SCHEMA timing;
CREATE SEQUENCE timing.version;
CREATE TABLE timing.policy (
    team_id bigint PRIMARY KEY,
    version bigint NOT NULL DEFAULT nextval('timing.version'),
    body    jsonb NOT NULL
);

-- Open talks that were looked at: as they stood at entry `seq`, by settings of `version`, something is due at `at` (NULL: nothing); `told` are marks of what was
-- done. A turn of the clock costs what is due: it reads the index and nothing else.
CREATE TABLE timing.watch (
    conversation_id bigint PRIMARY KEY,
    seq             bigint NOT NULL,
    version         bigint NOT NULL,
    at              timestamptz,
    told            text[] NOT NULL DEFAULT '{}'
) WITH (fillfactor = 70);
CREATE INDEX watch_due ON timing.watch (at) WHERE at IS NOT NULL;

-- The nearest promise of speed, for lists: written after the entries, never read to decide. NULL: nothing is promised.
ALTER TABLE conversations.conversation
    ADD COLUMN due_at   timestamptz,
    ADD COLUMN due_kind text;
