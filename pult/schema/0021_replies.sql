-- Who may reply in a team's talks: whoever holds the talk alone, or anybody of the team.
ALTER TABLE operators.team ADD COLUMN replies text NOT NULL DEFAULT 'holder' CHECK (replies IN ('holder', 'anybody'));
