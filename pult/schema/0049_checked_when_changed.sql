-- What a row says of its holder, status and weight is checked when it is set, not with every word that is said.
--
-- A CHECK is read from its text and made ready anew by every statement that writes the table, whatever it changes:
-- the six of these two tables took a fifth of the time of writing one message.

CREATE FUNCTION conversations.refuse_unsound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING
        MESSAGE = format('conversation %s: unsound status, holder or weight', NEW.id),
        DETAIL = format('status %L, holder %L %s, weight %s', NEW.status, NEW.holder_kind, NEW.holder_id, NEW.weight);
END $$;

CREATE TRIGGER conversation_is_sound
    AFTER INSERT OR UPDATE OF status, holder_kind, holder_id, weight ON conversations.conversation
    FOR EACH ROW
    WHEN (
        NEW.status NOT IN ('open', 'snoozed', 'resolved')
        OR NEW.holder_kind NOT IN ('queue', 'bot', 'operator')
        OR (NEW.holder_kind = 'queue') <> (NEW.holder_id IS NULL)
        OR NEW.weight NOT BETWEEN 0 AND 100
    )
    EXECUTE FUNCTION conversations.refuse_unsound();

ALTER TABLE conversations.conversation
    DROP CONSTRAINT conversation_status_check,
    DROP CONSTRAINT conversation_holder_kind_check,
    DROP CONSTRAINT conversation_check,
    DROP CONSTRAINT conversation_weight_check;

-- Entries are written by the two append functions alone: they give a public number to what is public and to nothing
-- else, so whatever the audience were it would be shown to nobody outside.
ALTER TABLE conversations.entry
    DROP CONSTRAINT entry_audience_check,
    DROP CONSTRAINT entry_check;
