-- What was held back: from which page, and a look that ends in «let it lie» (which can be taken back for a day).
ALTER TABLE gateway.held
    ADD COLUMN page text,
    ADD COLUMN ignored_at timestamptz,
    ADD COLUMN ignored_by bigint;
DROP INDEX gateway.held_waiting;
CREATE INDEX held_waiting ON gateway.held (id DESC) WHERE released_at IS NULL AND ignored_at IS NULL;
CREATE INDEX held_old ON gateway.held (at);
