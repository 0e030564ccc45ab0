-- Since which entry a talk is in hands that somebody else put it into, and who (NULL: the house). NULL, NULL: its holder took it, or the queue dealt it.
-- Written with the holder and by nothing else: a message costs what it did, and a list reads it from the row that it reads anyway.
ALTER TABLE conversations.conversation
    ADD COLUMN given_seq bigint,
    ADD COLUMN given_by  text;
