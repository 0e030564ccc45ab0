-- Colleagues who were asked into a talk: they see it (and it alone) as long as they stand here.
CREATE TABLE conversations.guest (
    conversation_id bigint NOT NULL,
    operator_id     bigint NOT NULL,
    may             text NOT NULL CHECK (may IN ('read', 'answer')),
    by_id           bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (conversation_id, operator_id)
);
CREATE INDEX guest_operator ON conversations.guest (operator_id);

-- How far somebody has read as one of those who answer: whoever only looks into a colleague's talk leaves no trace.
ALTER TABLE conversations.reader ADD COLUMN team_seq bigint NOT NULL DEFAULT 0;
UPDATE conversations.reader SET team_seq = seq;
