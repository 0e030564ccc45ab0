-- Whose personal manager is away and is to write back by a time: since when they wait; NULL: nobody owes them that.
ALTER TABLE conversations.conversation ADD COLUMN owed_since timestamptz;
CREATE INDEX conversation_owed ON conversations.conversation (holder_id) WHERE owed_since IS NOT NULL;
