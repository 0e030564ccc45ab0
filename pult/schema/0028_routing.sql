-- More ways in which talks find their hands. What is not set has the default of its column; NULL: no limit, or never.
ALTER TABLE routing.team
    DROP CONSTRAINT team_manner_check,
    ADD CONSTRAINT team_manner_check CHECK (manner IN ('offer', 'best', 'assign', 'pull')),
    ADD COLUMN strategy      text NOT NULL DEFAULT 'load' CHECK (strategy IN ('load', 'idle', 'turn', 'skill')),
    ADD COLUMN offer_seconds integer NOT NULL DEFAULT 20 CHECK (offer_seconds BETWEEN 5 AND 600),
    ADD COLUMN quiet_minutes integer CHECK (quiet_minutes BETWEEN 1 AND 1440),
    ADD COLUMN each_most     integer CHECK (each_most >= 1),
    ADD COLUMN all_most      integer CHECK (all_most >= 1),
    ADD COLUMN queue_most    integer CHECK (queue_most >= 1),
    ADD COLUMN last_first    boolean NOT NULL DEFAULT true,
    ADD COLUMN relax_seconds integer NOT NULL DEFAULT 60 CHECK (relax_seconds BETWEEN 0 AND 86400);

-- Talks of a site that may be in hands at once when they are given by themselves.
CREATE TABLE routing.site (
    channel_id integer PRIMARY KEY,
    most       integer NOT NULL CHECK (most >= 1)
);

-- What somebody must know to answer a talk: of these topics, in these languages. Nobody is asked for a skill of no topic and no language.
CREATE TABLE routing.skill (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL,
    topics    text[] NOT NULL DEFAULT '{}',
    languages text[] NOT NULL DEFAULT '{}',
    least     smallint NOT NULL DEFAULT 1 CHECK (least BETWEEN 1 AND 100)
);
CREATE UNIQUE INDEX skill_name ON routing.skill (lower(name));
CREATE TABLE routing.ability (
    skill_id    bigint NOT NULL REFERENCES routing.skill ON DELETE CASCADE,
    operator_id bigint NOT NULL,
    level       smallint NOT NULL CHECK (level BETWEEN 1 AND 100),
    PRIMARY KEY (operator_id, skill_id)
);

-- The personal manager of a contact, and who stands in for an operator.
CREATE TABLE routing.manager (
    contact_id  bigint PRIMARY KEY,
    operator_id bigint NOT NULL,
    by_id       bigint NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE routing.deputy (
    operator_id bigint PRIMARY KEY,
    deputy_id   bigint NOT NULL CHECK (deputy_id <> operator_id)
);

-- A waiting talk that is offered to one operator until a time; and who was asked and did not take it, with the time until which she is not
-- asked again.
CREATE TABLE routing.offer (
    conversation_id bigint PRIMARY KEY,
    operator_id     bigint NOT NULL,
    team_id         bigint NOT NULL,
    weight          smallint NOT NULL,
    why             jsonb NOT NULL,
    at              timestamptz NOT NULL DEFAULT clock_timestamp(),
    until           timestamptz NOT NULL
);
CREATE INDEX offer_operator ON routing.offer (operator_id);
CREATE INDEX offer_until ON routing.offer (until);
CREATE TABLE routing.asked (
    conversation_id bigint NOT NULL,
    operator_id     bigint NOT NULL,
    how             text NOT NULL CHECK (how IN ('refused', 'lapsed')),
    until           timestamptz NOT NULL,
    PRIMARY KEY (conversation_id, operator_id)
);
CREATE INDEX asked_until ON routing.asked (until);
