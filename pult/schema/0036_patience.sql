-- How long talks of a team (0: everybody's) may wait before other ways are offered and a lead is told; NULL: as long as it takes. Without a
-- row: ten minutes.
CREATE TABLE routing.patience (
    team_id bigint PRIMARY KEY,
    longest integer CHECK (longest BETWEEN 10 AND 86400)
);
-- What is known of a talk that waits or waited: a lead was told; its visitor went away from the queue (NULL: did not, or came back).
CREATE TABLE routing.waited (
    conversation_id bigint PRIMARY KEY,
    late_at timestamptz,
    gone_at timestamptz
);
