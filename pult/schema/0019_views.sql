-- Saved views: a name, whose they are, and a tree of conditions on talks (docs/desk.md). What is taken away stays for a day, so that
-- it can be brought back.
CREATE TABLE desk.view (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope      text NOT NULL CHECK (scope IN ('own', 'team', 'all')),
    owner_id   bigint,
    team_id    bigint,
    name       text NOT NULL,
    body       jsonb NOT NULL,
    version    integer NOT NULL DEFAULT 1,
    changed_by bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    removed_at timestamptz,
    CHECK ((scope = 'own') = (owner_id IS NOT NULL)),
    CHECK ((scope = 'team') = (team_id IS NOT NULL))
);
CREATE INDEX view_owner ON desk.view (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX view_shared ON desk.view (id) WHERE owner_id IS NULL;
