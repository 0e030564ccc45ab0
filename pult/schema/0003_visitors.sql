-- Who a visitor is, as far as a site has proven it, and what its pages say about them.
--
-- An identity with a `subject` belongs to a person whom the site names in signed tokens; its key_hash is made of that name, so every
-- browser that proves to be this person speaks as the same identity. Without a subject an identity is one browser's key.
ALTER TABLE contacts.identity ADD COLUMN subject text;

-- Which person a browser's key was proven for. It never moves to another person: that one comes with a new key.
CREATE TABLE contacts.binding (
    channel_id  integer NOT NULL,
    key_hash    bytea NOT NULL,
    identity_id bigint NOT NULL REFERENCES contacts.identity,
    bound_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (channel_id, key_hash)
);

-- What is told about a person: `signed` came in a token that the site signed, `said` only from a page (anybody can write that),
-- `context` is where and on what they were last.
CREATE TABLE contacts.profile (
    contact_id bigint PRIMARY KEY REFERENCES contacts.contact,
    signed     jsonb NOT NULL DEFAULT '{}',
    said       jsonb NOT NULL DEFAULT '{}',
    context    jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
