-- States with names of their own: what one does in one of the five basic ways (which say whether new chats come), whether it counts as work, and what becomes of
-- talks in hands (NULL: as the basic state has it). `plan` is how much of it somebody shall do in a week, in minutes. Closed ones stay for the past.
CREATE TABLE operators.named_state (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL,
    emoji  text NOT NULL DEFAULT '',
    base   text NOT NULL CHECK (base IN ('available', 'transfers', 'pause', 'away', 'offline')),
    works  boolean NOT NULL,
    held   text CHECK (held IN ('keep', 'back', 'on_word')),
    plan   integer CHECK (plan BETWEEN 1 AND 10080),
    closed boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX named_state_name ON operators.named_state (lower(name)) WHERE NOT closed;
ALTER TABLE operators.operator ADD COLUMN named_id bigint REFERENCES operators.named_state;

-- What is told about one subject, the newest first.
CREATE INDEX fact_about ON kit.fact (subject, id DESC);
