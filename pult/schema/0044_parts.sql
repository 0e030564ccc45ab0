-- A part of a talk: a second topic that another team answers inside the same talk, under the same number. It is a row of its own in the
-- queue of that team (so it waits, weighs, is dealt, taken and returned as any talk), with a log of its own, and nobody's thread: no word
-- of a contact ever goes there and no word to one leaves from there. `back_at`: when it goes back, if nobody has taken it by then.
ALTER TABLE conversations.conversation
    ADD COLUMN part_of bigint,
    ADD COLUMN back_at timestamptz;
CREATE INDEX conversation_part ON conversations.conversation (part_of) WHERE part_of IS NOT NULL AND status <> 'resolved';

-- A guest who is there because she has a part of the talk.
ALTER TABLE conversations.guest ADD COLUMN part_id bigint;
CREATE INDEX guest_part ON conversations.guest (part_id) WHERE part_id IS NOT NULL;
