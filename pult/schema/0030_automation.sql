-- When → if → then: rules that the house applies to talks by itself (docs/rules.md). What was taken away stays for the sake of the log.
CREATE SCHEMA automation;
CREATE TABLE automation.rule (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place      integer NOT NULL,
    body       jsonb NOT NULL,
    enabled    boolean NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    changed_by bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    removed_at timestamptz
);

-- What a rule has done, and on which entry of the log: never twice on the same one.
CREATE TABLE automation.ran (
    rule_id         bigint NOT NULL,
    conversation_id bigint NOT NULL,
    seq             bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    failed          text,
    PRIMARY KEY (rule_id, conversation_id, seq)
);
CREATE INDEX ran_at ON automation.ran (at);

-- How far the log has been looked at; it moves only while there are rules.
CREATE TABLE automation.cursor (
    sole       boolean PRIMARY KEY DEFAULT true CHECK (sole),
    generation integer NOT NULL DEFAULT 0,
    xid        xid8 NOT NULL DEFAULT '0'
);
INSERT INTO automation.cursor DEFAULT VALUES;
