-- What the team writes down about a person, whatever talk it was read in. A deleted note can be taken back by its author for an hour and
-- is forgotten after a day.
CREATE TABLE contacts.note (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contact_id bigint NOT NULL REFERENCES contacts.contact,
    by_id      bigint NOT NULL,
    text       text NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    edited_at  timestamptz,
    deleted_at timestamptz
);
CREATE INDEX note_contact ON contacts.note (contact_id, id DESC);
CREATE INDEX note_deleted ON contacts.note (deleted_at) WHERE deleted_at IS NOT NULL;
