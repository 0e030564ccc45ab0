-- A job that goes out to another machine: whoever hangs there holds up their own lane alone (pult/kit/jobs.py).
ALTER TABLE kit.job ADD COLUMN lane text;

-- Addresses outside that rules call (docs/rules.md). Secrets lie sealed; the one before counts until `before_until`.
CREATE TABLE automation.hook (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text NOT NULL,
    url           text NOT NULL,
    secret        text NOT NULL,
    before        text,
    before_until  timestamptz,
    enabled       boolean NOT NULL DEFAULT true,
    off           text,
    failures      integer NOT NULL DEFAULT 0,
    failing_since timestamptz,
    held_until    timestamptz,
    version       integer NOT NULL DEFAULT 1,
    changed_by    bigint NOT NULL,
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    removed_at    timestamptz
);

-- One call, with no word of the talk in it: what is said is made when it is sent, from the talk as it stands then.
CREATE TABLE automation.call (
    id              uuid PRIMARY KEY,
    hook_id         bigint NOT NULL REFERENCES automation.hook (id),
    number          bigint GENERATED ALWAYS AS IDENTITY,
    rule_id         bigint,
    conversation_id bigint,
    seq             bigint,
    kind            text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at          timestamptz DEFAULT clock_timestamp(),
    attempts        integer NOT NULL DEFAULT 0,
    tried_at        timestamptz,
    took            integer,
    code            integer,
    failed          text,
    done_at         timestamptz,
    decides         boolean NOT NULL DEFAULT false,
    outcome         text
);
CREATE INDEX call_due ON automation.call (hook_id, due_at, number) WHERE due_at IS NOT NULL;
CREATE INDEX call_newest ON automation.call (hook_id, number DESC);
CREATE INDEX call_at ON automation.call (at);
