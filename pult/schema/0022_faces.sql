-- What visitors see of an operator: a name and a picture, everywhere (channel 0) or on one site. Pictures are small, and public: their
-- address is made of their bytes. One that was replaced stays for what was said under it; taking it off takes them all.
CREATE TABLE operators.picture (
    operator_id bigint NOT NULL REFERENCES operators.operator ON DELETE CASCADE,
    mark        text NOT NULL,
    type        text NOT NULL,
    data        bytea NOT NULL CHECK (length(data) <= 102400),
    made_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (operator_id, mark)
);
CREATE INDEX picture_mark ON operators.picture (mark);
CREATE TABLE operators.face (
    operator_id bigint NOT NULL REFERENCES operators.operator ON DELETE CASCADE,
    channel_id  integer NOT NULL,
    name        text,
    picture     text,
    PRIMARY KEY (operator_id, channel_id)
);
