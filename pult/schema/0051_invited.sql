-- What a guest was asked in for, before she took a part of the talk: it is hers again when the part ends.
ALTER TABLE conversations.guest ADD COLUMN invited text CHECK (invited IN ('read', 'answer'));
