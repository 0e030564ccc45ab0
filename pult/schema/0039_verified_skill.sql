-- A skill that talks of visitors whom their site has proven ask for.
ALTER TABLE routing.skill ADD COLUMN verified boolean NOT NULL DEFAULT false;
