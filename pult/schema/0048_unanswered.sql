-- What a visitor has said since anybody answered, for many talks at once. Along the index of each talk and no further: what the planner knows
-- of a log that grows is old, and where it believes that a talk has hardly any entries it gathers and sorts all of them for the last ten.
CREATE FUNCTION conversations.unanswered(talks bigint[], most integer, OUT id bigint, OUT said bigint[]) RETURNS SETOF record
LANGUAGE sql STABLE SET enable_sort = off SET enable_bitmapscan = off SET enable_seqscan = off AS $$
    SELECT c.id, array(
        SELECT m.seq FROM (
            SELECT e.seq, e.erased, e.actor_kind,
                   count(*) FILTER (WHERE e.actor_kind NOT IN ('contact', 'system')) OVER (ORDER BY e.seq DESC) AS answers
            FROM (SELECT seq, actor_kind, body ? 'erased' AS erased FROM conversations.entry
                  WHERE conversation_id = c.id AND kind = 'message' ORDER BY seq DESC LIMIT most) e) m
        WHERE m.answers = 0 AND m.actor_kind = 'contact' AND NOT m.erased ORDER BY m.seq)
    FROM unnest(talks) AS c (id)
$$;
