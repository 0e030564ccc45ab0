-- What a talk began with: answers to a site's questions, a notice of the product that led here, and a mail address when the answer
-- is to go there. Written once, with the talk.
ALTER TABLE conversations.conversation
    ADD COLUMN fields   jsonb,
    ADD COLUMN about    text,
    ADD COLUMN notice   boolean NOT NULL DEFAULT false,
    ADD COLUMN mail     text,
    ADD COLUMN language text;
CREATE INDEX conversation_channel ON conversations.conversation (channel_id, id DESC);

-- Proof of a consent: the very words, their version, the time.
CREATE TABLE contacts.consent (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contact_id      bigint NOT NULL REFERENCES contacts.contact,
    channel_id      integer NOT NULL,
    conversation_id bigint NOT NULL,
    field           text NOT NULL,
    version         text NOT NULL,
    statement       text NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX consent_contact ON contacts.consent (contact_id);

-- First words that look like a machine's or a game's: they wait here instead of becoming a talk, and can be released.
CREATE TABLE gateway.held (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel_id  integer NOT NULL,
    key_hash    bytea NOT NULL,
    cid         uuid NOT NULL,
    words       jsonb NOT NULL,
    start       jsonb,
    reason      text NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    released_at timestamptz,
    released_by bigint,
    UNIQUE (channel_id, key_hash, cid)
);
CREATE INDEX held_waiting ON gateway.held (id DESC) WHERE released_at IS NULL;

-- Copies of talks that were asked for: who may be written to, and how often. The address is an HMAC.
CREATE TABLE gateway.sent_copy (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id bigint NOT NULL,
    recipient       bytea NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX sent_copy_recent ON gateway.sent_copy (recipient, at);
CREATE INDEX sent_copy_conversation ON gateway.sent_copy (conversation_id);
