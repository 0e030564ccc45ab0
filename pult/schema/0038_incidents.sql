-- Something is broken for many at once (docs/rules.md): a line in the widgets, a tag on the talks about it, one update to all of them.
CREATE TABLE automation.incident (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text NOT NULL,
    tag      text NOT NULL,
    banner   jsonb NOT NULL DEFAULT '{}',
    began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    began_by bigint NOT NULL,
    ended_at timestamptz,
    told     integer NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX incident_tag ON automation.incident (tag) WHERE ended_at IS NULL;
