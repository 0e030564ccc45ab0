-- Big screens: whoever has the link reads figures of the floor, nothing else. Of its secret only the hash is kept.
CREATE TABLE floor.wall (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    made_by    integer NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    seen_at    timestamptz
);
