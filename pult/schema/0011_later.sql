-- Replies that go at a time. `seen` is the newest public number their author had seen: when somebody else has spoken since, they stop and
-- say why. What was sent stays for a day, so that a repeat of its `cid` gets the same answer.
CREATE TABLE desk.later (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator_id     bigint NOT NULL,
    conversation_id bigint NOT NULL,
    cid             uuid NOT NULL,
    text            text NOT NULL,
    quote           bigint,
    files           jsonb NOT NULL DEFAULT '[]',
    seen            bigint,
    due_at          timestamptz NOT NULL,
    state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'stopped')),
    reason          text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (operator_id, cid)
);
CREATE INDEX later_mine ON desk.later (operator_id, due_at) WHERE state <> 'sent';

-- The earlier talks of a person stand above the present one.
CREATE INDEX conversation_contact ON conversations.conversation (contact_id, id DESC);
CREATE INDEX contact_merged ON contacts.contact (merged_into) WHERE merged_into IS NOT NULL;
