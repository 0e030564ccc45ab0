-- Search has a table of its own: the words of public messages, by month, so that «the newest first» never looks at all months. The text itself
-- stays in the log alone.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE desk.spoken (
    at              timestamptz NOT NULL,
    conversation_id bigint NOT NULL,
    seq             bigint NOT NULL,
    words           tsvector NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX spoken_words ON desk.spoken USING gin (words);
CREATE INDEX spoken_at ON desk.spoken (at DESC);
CREATE UNIQUE INDEX spoken_entry ON desk.spoken (conversation_id, seq, at);

CREATE FUNCTION desk.ensure_month(moment timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', moment AT TIME ZONE 'UTC')::date;
    part text := 'spoken_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass('desk.' || part) IS NULL THEN
        EXECUTE format('CREATE TABLE desk.%I PARTITION OF desk.spoken FOR VALUES FROM (%L) TO (%L)', part,
                       first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
    END IF;
END $$;

-- How far each reader of the whole log has come.
CREATE TABLE desk.cursor (
    name       text PRIMARY KEY,
    generation integer NOT NULL DEFAULT 0,
    xid        xid8 NOT NULL DEFAULT '0'
);
INSERT INTO desk.cursor (name) VALUES ('search');

-- The order in which readers of the whole log go; ids of transactions only grow, so this index grows at its end alone.
CREATE INDEX entry_cursor ON conversations.entry (generation, xid);
CREATE INDEX conversation_case ON conversations.conversation (case_no);
CREATE INDEX contact_number ON contacts.contact (number);
-- Names as they are looked for: small letters, ё as е.
CREATE INDEX contact_name ON contacts.contact USING gin (translate(lower(name), 'ё', 'е') gin_trgm_ops) WHERE name IS NOT NULL;
