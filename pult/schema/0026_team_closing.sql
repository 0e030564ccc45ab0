-- What a team wants to be told when a talk of its is closed, instead of what the talk's site asks. Without a row: as the site has it.
CREATE TABLE gateway.team_closing (
    team_id bigint PRIMARY KEY,
    closing jsonb NOT NULL
);
