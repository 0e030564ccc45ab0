-- From which kinds of channels new talks come to whoever is in a named state; NULL: from all.
ALTER TABLE operators.named_state ADD COLUMN channels text[] CHECK (cardinality(channels) > 0);
