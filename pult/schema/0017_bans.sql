-- Who may not write to us: a person, an address (or a network of them), a mail address, a phone number. A ban stands while it is not
-- released and its time has not come; nothing sweeps it away, so the list shows the old ones too.
CREATE TABLE contacts.ban (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            text NOT NULL CHECK (kind IN ('person', 'address', 'mail', 'phone')),
    -- The contact's id, the address or its network of 64 bits, the mail address in small letters, the phone number's digits.
    value           text NOT NULL,
    contact_id      bigint REFERENCES contacts.contact,
    conversation_id bigint,
    reason          text NOT NULL,
    by_id           bigint NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at      timestamptz,
    released_at     timestamptz,
    released_by     bigint,
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- How often somebody was turned away for it.
    refused         bigint NOT NULL DEFAULT 0
);
CREATE INDEX ban_standing ON contacts.ban (kind, value) WHERE released_at IS NULL;
CREATE INDEX ban_changed ON contacts.ban (changed_at);
CREATE INDEX ban_contact ON contacts.ban (contact_id) WHERE contact_id IS NOT NULL;

-- Where a visitor wrote from last, as far as it is known: what a ban of an address is made of.
ALTER TABLE contacts.identity ADD COLUMN address text;
CREATE INDEX identity_contact ON contacts.identity (contact_id);
CREATE INDEX binding_identity ON contacts.binding (identity_id);
