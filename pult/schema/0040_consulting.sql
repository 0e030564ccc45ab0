-- Side questions: what a department without a seat was asked about a talk (docs/desk.md). Of a link's secret only the hash is kept.
CREATE SCHEMA consulting;
CREATE TABLE consulting.question (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id bigint NOT NULL,
    department      text NOT NULL,
    mail            text,
    text            text NOT NULL,
    language        text NOT NULL,
    token           bytea NOT NULL UNIQUE,
    left_by         text NOT NULL DEFAULT 'link' CHECK (left_by IN ('link', 'mail')),
    asked_by        bigint NOT NULL,
    asked_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    answered_at     timestamptz,
    answer          text,
    taken_back_at   timestamptz
);
CREATE INDEX question_conversation ON consulting.question (conversation_id, id DESC);
