-- A talk that ended before anybody had answered in it: nobody's fault is hidden, and somebody can be won back.
ALTER TABLE conversations.conversation ADD COLUMN missed boolean NOT NULL DEFAULT false;
UPDATE conversations.conversation c SET missed = true WHERE status = 'resolved' AND NOT EXISTS (
    SELECT FROM conversations.entry e WHERE e.conversation_id = c.id AND e.kind = 'message'
    AND e.actor_kind IN ('operator', 'bot'));
