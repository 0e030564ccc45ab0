-- What the desk's lists need: counters from an index of open talks alone, and the solved ones by when they were solved. None of these
-- columns changes with a message.
CREATE INDEX conversation_standing ON conversations.conversation (team_id, holder_kind, holder_id) WHERE status <> 'resolved';
CREATE INDEX conversation_resolved ON conversations.conversation (resolved_at DESC, id DESC) WHERE status = 'resolved';
