-- When somebody works. `phase` is where in the plan she was when it was looked at last; at `next_at` it is looked at again.
CREATE TABLE timing.plan (
    operator_id bigint PRIMARY KEY,
    body        jsonb NOT NULL,
    phase       text,
    next_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plan_due ON timing.plan (next_at);
