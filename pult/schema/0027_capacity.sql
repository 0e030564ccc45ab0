-- What a talk weighs on whoever holds it (hundredths of a chat), by the kind of its channel; 0 while its visitor is silent and the slot is
-- free. `load` of an operator is the sum over her open talks. `overflow` is how far she may be above her capacity just now: only a
-- reopening, a hand that wants it, a visitor who comes back, or a lowered capacity raise it, and it falls with the load.
ALTER TABLE conversations.conversation
    ADD COLUMN weight smallint NOT NULL DEFAULT 100 CHECK (weight BETWEEN 0 AND 100);
CREATE TABLE conversations.weight (
    kind   text PRIMARY KEY,
    weight smallint NOT NULL CHECK (weight BETWEEN 1 AND 100)
);
INSERT INTO conversations.weight (kind, weight)
VALUES ('webchat', 100), ('mobile', 100), ('telegram', 50), ('vk', 50), ('viber', 50), ('whatsapp', 50), ('max', 50), ('avito', 50),
       ('instagram', 50), ('sms', 50), ('mail', 20);

-- What a talk of this channel weighs while it is alive.
CREATE FUNCTION conversations.weight_of(channel integer) RETURNS smallint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT w.weight FROM gateway.channel g JOIN conversations.weight w ON w.kind = g.kind WHERE g.id = $1), 100::smallint)
$$;

ALTER TABLE operators.operator ADD COLUMN overflow integer NOT NULL DEFAULT 0 CHECK (overflow >= 0);
UPDATE operators.operator SET overflow = load - capacity WHERE load > capacity;
ALTER TABLE operators.operator ADD CONSTRAINT operator_load CHECK (load <= capacity + overflow);

-- The queue of each team in the order in which it is answered.
DROP INDEX conversations.conversation_queue;
CREATE INDEX conversation_queue ON conversations.conversation (team_id, priority DESC, waiting_since, id)
    WHERE status = 'open' AND holder_kind = 'queue';
-- Held talks whose visitor may have fallen silent, and those whose silent visitor has written again. Neither changes with a word that
-- does not change who waits for whom.
CREATE INDEX conversation_answered ON conversations.conversation (id)
    WHERE status = 'open' AND holder_kind = 'operator' AND weight > 0 AND waiting_since IS NULL;
CREATE INDEX conversation_stirred ON conversations.conversation (id)
    WHERE status = 'open' AND holder_kind = 'operator' AND weight = 0 AND waiting_since IS NOT NULL;
