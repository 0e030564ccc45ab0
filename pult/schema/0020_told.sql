-- Search by mail, telephone and attributes: what is told about somebody, and what they answered to a site's questions, as words (one
-- value a line); for telephone numbers, however they are written, as digits alone. Indexes on expressions: no row grows.
CREATE FUNCTION desk.told_words(signed jsonb, said jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(v, E'\n') FROM (
        SELECT left(value #>> '{}', 300) AS v FROM jsonb_path_query(signed, 'strict $.**') AS value
        WHERE jsonb_typeof(value) IN ('string', 'number')
        UNION
        SELECT left(value #>> '{}', 300) FROM jsonb_path_query(said, 'strict $.**') AS value
        WHERE jsonb_typeof(value) IN ('string', 'number')) AS one
$$;
CREATE FUNCTION desk.given_words(mail text, fields jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT concat_ws(E'\n', mail, (
        SELECT string_agg(left(f ->> 'value', 300), E'\n') FROM jsonb_array_elements(
            CASE WHEN jsonb_typeof(fields) = 'array' THEN fields ELSE '[]' END) AS f))
$$;
CREATE FUNCTION desk.folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT translate(lower(words), 'ё', 'е') $$;
CREATE FUNCTION desk.digits_of(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT regexp_replace(words, '[^0-9\n]', '', 'g') $$;

CREATE INDEX profile_words ON contacts.profile USING gin (desk.folded(desk.told_words(signed, said)) gin_trgm_ops);
CREATE INDEX profile_digits ON contacts.profile USING gin (desk.digits_of(desk.told_words(signed, said)) gin_trgm_ops);
CREATE INDEX conversation_given ON conversations.conversation
    USING gin (desk.folded(desk.given_words(mail, fields)) gin_trgm_ops) WHERE mail IS NOT NULL OR fields IS NOT NULL;
CREATE INDEX conversation_given_digits ON conversations.conversation
    USING gin (desk.digits_of(desk.given_words(mail, fields)) gin_trgm_ops) WHERE mail IS NOT NULL OR fields IS NOT NULL;
