-- What an operator is doing, and how much she carries. Load and capacity are hundredths of a chat. `load` is raised and lowered in the
-- transaction that gives or takes a talk, with a condition: nobody gets above capacity, however many try at once on however many nodes.
-- Capacity may be set below what somebody carries now: then nothing more is added until enough is done.
ALTER TABLE operators.operator
    ADD COLUMN state         text NOT NULL DEFAULT 'available'
                             CHECK (state IN ('available', 'transfers', 'pause', 'away', 'offline')),
    ADD COLUMN state_comment text NOT NULL DEFAULT '',
    ADD COLUMN state_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN capacity      integer NOT NULL DEFAULT 500 CHECK (capacity BETWEEN 100 AND 1000000),
    ADD COLUMN load          integer NOT NULL DEFAULT 0 CHECK (load >= 0);
UPDATE operators.operator o SET load = 100 * (
    SELECT count(*) FROM conversations.conversation c
    WHERE c.status <> 'resolved' AND c.holder_kind = 'operator' AND c.holder_id = o.id);
