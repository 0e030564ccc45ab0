-- Who answers next. When somebody was given a talk last: among equals who waits longest for one comes first.
CREATE SCHEMA routing;
ALTER TABLE operators.operator ADD COLUMN given_at timestamptz;

-- Who is at a desk, on whatever node: a row while she has a window there, as long as the node says that it lives.
CREATE TABLE operators.node (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE operators.present (
    node_id     text NOT NULL REFERENCES operators.node ON DELETE CASCADE,
    operator_id bigint NOT NULL,
    PRIMARY KEY (operator_id, node_id)
);

-- How the talks of a team find their hands; 0 is «everybody». Without a row: offered to all, a supervisor's look is not shown.
CREATE TABLE routing.team (
    team_id bigint PRIMARY KEY,
    manner  text NOT NULL DEFAULT 'offer' CHECK (manner IN ('offer', 'assign')),
    shows_looks boolean NOT NULL DEFAULT false
);
