-- The one way into the log. One call = one round trip for a whole batch. VOLATILE and of several statements on purpose: under READ
-- COMMITTED each statement sees what the lock before it waited for.
--
-- o_* are parallel arrays, one element per operation (a message, or a command's facts): all of its entries or none.
-- e_* are parallel arrays, one element per entry; e_op is the 1-based number of its operation, ascending.
-- wait = false: rows locked by others are skipped and answered 'held'; true: wait for them (then 'held' means: no such talk).
--
-- result: done | repeat | conflict | refused | held. For 'refused' and for a repeated refusal `reason` says why.
-- Conditions (NULL: none): o_open = must not be resolved; o_holder_kind/o_holder_id = who must hold it; o_after = nobody else may
-- have said or done anything in public after this public number. An erased message's key has lost its hash: its repeat
-- counts as the same. A refused operation leaves no key behind, so the caller may decide again with the same cid.
CREATE FUNCTION conversations.append(
    wait boolean,
    o_conversation bigint[], o_channel integer[], o_sender bigint[], o_cid uuid[], o_hash bytea[],
    o_open boolean[], o_holder_kind text[], o_holder_id bigint[], o_after bigint[],
    e_op integer[], e_kind text[], e_audience text[], e_actor_kind text[], e_actor_id bigint[], e_target bigint[],
    e_said_at timestamptz[], e_verified boolean[], e_deliver boolean[], e_body text[],
    OUT op integer, OUT result text, OUT reason text, OUT conversation bigint,
    OUT seq bigint, OUT public_no bigint, OUT at timestamptz
) RETURNS SETOF record
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    locked     bigint[];
    fresh      integer[];
    refused    integer[] := '{}';
    reasons    text[] := '{}';
    stamp      timestamptz;
    generation integer;
    conditions boolean := false;
    whole      boolean;
    -- answers of the operations that were written
    d_op integer[]; d_seq bigint[]; d_public bigint[];
BEGIN
    IF cardinality(e_op) = 1 AND cardinality(o_cid) = 1 THEN
        RETURN QUERY SELECT 1, one.* FROM conversations.append_one(
            wait, o_conversation[1], o_channel[1], o_sender[1], o_cid[1], o_hash[1], o_open[1], o_holder_kind[1], o_holder_id[1],
            o_after[1], e_kind[1], e_audience[1], e_actor_kind[1], e_actor_id[1], e_target[1], e_said_at[1], e_verified[1],
            e_deliver[1], e_body[1]::jsonb) AS one;
        RETURN;
    END IF;
    IF wait THEN
        SELECT array_agg(c.id) INTO locked FROM (
            SELECT id FROM conversations.conversation WHERE id = ANY (o_conversation) ORDER BY id FOR NO KEY UPDATE) c;
    ELSE
        SELECT array_agg(c.id) INTO locked FROM (
            SELECT id FROM conversations.conversation WHERE id = ANY (o_conversation) ORDER BY id
            FOR NO KEY UPDATE SKIP LOCKED) c;
    END IF;
    locked := coalesce(locked, '{}');
    stamp := clock_timestamp();
    SELECT i.generation INTO generation FROM kit.installation i;

    -- Keys first, in one global order, so that two writers with the same ids can never deadlock. The numbers written here are what they
    -- will be unless the batch holds a repeat or a refusal; those few are corrected below.
    WITH o AS (
        SELECT t.* FROM unnest(o_conversation, o_channel, o_sender, o_cid, o_hash) WITH ORDINALITY
            AS t (conversation, channel, sender, cid, hash, ord)
        JOIN unnest(locked) AS l (id) ON l.id = t.conversation
    ), size AS (
        SELECT e.ord AS ord, count(*) AS n, count(*) FILTER (WHERE e.audience = 'public') AS p
        FROM unnest(e_op, e_audience) AS e (ord, audience) GROUP BY e.ord
    ), guess AS (
        SELECT o.*, c.last_seq + sum(size.n) OVER w - size.n + 1 AS seq,
               CASE WHEN size.p > 0 THEN c.last_public + sum(size.p) OVER w - size.p + 1 END AS public_no
        FROM o JOIN size USING (ord) JOIN conversations.conversation c ON c.id = o.conversation
        WINDOW w AS (PARTITION BY o.conversation ORDER BY o.ord)
    ), one AS (
        SELECT DISTINCT ON (cid, channel, sender) * FROM guess ORDER BY cid, channel, sender, ord
    ), ins AS (
        INSERT INTO conversations.entry_key AS k (cid, channel_id, sender, conversation_id, seq, public_no, at, hash)
        SELECT cid, channel, sender, conversation, seq, public_no, stamp, hash FROM one ORDER BY cid, channel, sender
        ON CONFLICT DO NOTHING RETURNING k.cid, k.channel_id, k.sender
    )
    SELECT array_agg(one.ord::integer) INTO fresh
    FROM ins JOIN one ON (one.cid, one.channel, one.sender) = (ins.cid, ins.channel_id, ins.sender);
    fresh := coalesce(fresh, '{}');

    SELECT bool_or(x) INTO conditions FROM (
        SELECT o.open IS NOT NULL OR o.holder_kind IS NOT NULL OR o.after IS NOT NULL
        FROM unnest(o_open, o_holder_kind, o_after) AS o (open, holder_kind, after)) AS t (x);
    IF conditions AND fresh <> '{}' THEN
        SELECT array_agg(g.ord), array_agg(g.why) INTO refused, reasons FROM (
            -- What stands behind a held one in the same talk is held too: nobody's second word may come before the first.
            SELECT f.ord, coalesce(f.why, CASE WHEN bool_or(f.why = 'held')
                   OVER (PARTITION BY f.conversation ORDER BY f.ord) THEN 'held' END) AS why
            FROM (
            SELECT o.ord::integer AS ord, o.conversation AS conversation, CASE
                WHEN o.open AND c.status = 'resolved' THEN 'not_open'
                WHEN o.holder_kind IS NOT NULL AND (c.holder_kind <> o.holder_kind
                     OR c.holder_id IS DISTINCT FROM o.holder_id) THEN 'not_holder'
                WHEN o.after IS NOT NULL AND c.last_public > o.after AND EXISTS (
                    SELECT FROM conversations.entry n, unnest(e_op, e_actor_kind, e_actor_id) AS me (op, kind, id)
                    WHERE n.conversation_id = o.conversation AND n.public_no > o.after AND me.op = o.ord
                      AND (n.actor_kind, n.actor_id) IS DISTINCT FROM (me.kind, me.id)) THEN 'stale'
                -- Public words of this very batch stand before: nobody can say yet whether they pass, so it goes alone.
                WHEN o.after IS NOT NULL AND EXISTS (
                    SELECT FROM unnest(o_conversation) WITH ORDINALITY AS b (conversation, ord)
                    WHERE b.conversation = o.conversation AND b.ord < o.ord) THEN 'held'
                END AS why
            FROM unnest(o_conversation, o_open, o_holder_kind, o_holder_id, o_after) WITH ORDINALITY
                AS o (conversation, open, holder_kind, holder_id, after, ord)
            JOIN conversations.conversation c ON c.id = o.conversation
            WHERE o.ord = ANY (fresh)) f) g
        WHERE g.why IS NOT NULL;
        IF refused IS NOT NULL THEN
            DELETE FROM conversations.entry_key k
            USING unnest(o_channel, o_sender, o_cid) WITH ORDINALITY AS o (channel, sender, cid, ord)
            WHERE o.ord = ANY (refused) AND (k.cid, k.channel_id, k.sender) = (o.cid, o.channel, o.sender);
            fresh := array(SELECT x FROM unnest(fresh) AS x WHERE x <> ALL (refused));
        ELSE
            refused := '{}';
            reasons := '{}';
        END IF;
    END IF;

    whole := cardinality(fresh) = cardinality(o_conversation);
    IF fresh <> '{}' THEN
        WITH n AS (
            SELECT e.kind, e.op, e.audience, e.actor_kind, e.actor_id, e.target, e.said_at, e.verified, e.deliver,
                   e.body::jsonb AS body, o.conversation, o.cid, c.channel_id,
                   c.last_seq + row_number() OVER w AS seq,
                   CASE WHEN e.audience = 'public'
                        THEN c.last_public + count(*) FILTER (WHERE e.audience = 'public') OVER w END AS public_no
            FROM unnest(e_op, e_kind, e_audience, e_actor_kind, e_actor_id, e_target, e_said_at, e_verified, e_deliver, e_body)
                 WITH ORDINALITY AS e (op, kind, audience, actor_kind, actor_id, target, said_at, verified, deliver, body, ord)
            JOIN unnest(o_conversation, o_cid) WITH ORDINALITY AS o (conversation, cid, ord) ON o.ord = e.op
            JOIN conversations.conversation c ON c.id = o.conversation
            WHERE whole OR e.op = ANY (fresh)
            WINDOW w AS (PARTITION BY o.conversation ORDER BY e.ord)
        ), written AS (
            INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience, actor_kind, actor_id, target_seq,
                                             at, said_at, verified, cid, generation, body)
            SELECT conversation, seq, public_no, kind, audience, actor_kind, actor_id, target, stamp, said_at, verified,
                   cid, generation, body
            FROM n
        ), outgoing AS (
            INSERT INTO conversations.delivery (conversation_id, seq, channel_id)
            SELECT conversation, seq, channel_id FROM n WHERE deliver
        ), counters AS (
            UPDATE conversations.conversation c
            SET last_seq = t.seq, last_public = greatest(c.last_public, t.public_no), last_at = stamp,
                last_text = CASE WHEN t.said_by IS NULL THEN c.last_text ELSE t.said END,
                last_by = coalesce(t.said_by, c.last_by),
                waiting_since = CASE WHEN t.said_by IS NULL THEN c.waiting_since
                                     WHEN t.said_by <> 'contact' THEN NULL
                                     WHEN t.answered THEN stamp
                                     ELSE coalesce(c.waiting_since, stamp) END
            FROM (
                SELECT conversation, max(seq) AS seq, max(public_no) AS public_no,
                       (array_agg(actor_kind ORDER BY seq DESC) FILTER (WHERE kind = 'message'))[1] AS said_by,
                       (array_agg(left(body ->> 'text', 160) ORDER BY seq DESC) FILTER (WHERE kind = 'message'))[1] AS said,
                       bool_or(kind = 'message' AND actor_kind <> 'contact') AS answered
                FROM n GROUP BY conversation) t
            WHERE c.id = t.conversation
        )
        SELECT array_agg(a.op), array_agg(a.seq), array_agg(a.public_no) INTO d_op, d_seq, d_public
        FROM (SELECT n.op, min(n.seq) AS seq, min(n.public_no) AS public_no FROM n GROUP BY n.op) a;

        -- A repeat or a refusal in the middle of the batch shifted the numbers behind it: correct the keys that were guessed.
        IF NOT whole THEN
            UPDATE conversations.entry_key k SET seq = d.seq, public_no = d.public_no
            FROM unnest(d_op, d_seq, d_public) AS d (op, seq, public_no)
            JOIN unnest(o_channel, o_sender, o_cid) WITH ORDINALITY AS o (channel, sender, cid, ord) ON o.ord = d.op
            WHERE (k.cid, k.channel_id, k.sender) = (o.cid, o.channel, o.sender)
              AND (k.seq IS DISTINCT FROM d.seq OR k.public_no IS DISTINCT FROM d.public_no);
        END IF;
        RETURN QUERY SELECT d.op, 'done', NULL::text, o_conversation[d.op], d.seq, d.public_no, stamp
                     FROM unnest(d_op, d_seq, d_public) AS d (op, seq, public_no);
    END IF;

    IF NOT whole THEN
        RETURN QUERY SELECT r.op, CASE r.why WHEN 'held' THEN 'held' ELSE 'refused' END, r.why, o_conversation[r.op],
                            NULL::bigint, NULL::bigint, NULL::timestamptz FROM unnest(refused, reasons) AS r (op, why);
        RETURN QUERY
            SELECT o.ord::integer, CASE WHEN k.cid IS NULL THEN 'held' WHEN k.hash <> o.hash THEN 'conflict' ELSE 'repeat' END,
                   k.outcome, coalesce(k.conversation_id, o.conversation), k.seq, k.public_no, k.at
            FROM unnest(o_conversation, o_channel, o_sender, o_cid, o_hash) WITH ORDINALITY
                 AS o (conversation, channel, sender, cid, hash, ord)
            LEFT JOIN conversations.entry_key k
                ON (k.cid, k.channel_id, k.sender) = (o.cid, o.channel, o.sender) AND o.conversation = ANY (locked)
            WHERE o.ord <> ALL (fresh) AND o.ord <> ALL (refused);
    END IF;
END $$;

-- The same for one operation of one entry: the commonest call by far, and the one whose sender waits. Plain statements with cached plans
-- instead of arrays: about a quarter of the time. `append` calls it; nobody else does.
CREATE FUNCTION conversations.append_one(
    wait boolean, o_conversation bigint, o_channel integer, o_sender bigint, o_cid uuid, o_hash bytea,
    o_open boolean, o_holder_kind text, o_holder_id bigint, o_after bigint,
    e_kind text, e_audience text, e_actor_kind text, e_actor_id bigint, e_target bigint,
    e_said_at timestamptz, e_verified boolean, e_deliver boolean, e_body jsonb,
    OUT result text, OUT reason text, OUT conversation bigint, OUT seq bigint, OUT public_no bigint, OUT at timestamptz
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    c record;
    k record;
BEGIN
    conversation := o_conversation;
    IF wait THEN
        SELECT id, channel_id, last_seq, last_public, status, holder_kind, holder_id INTO c
        FROM conversations.conversation WHERE id = o_conversation FOR NO KEY UPDATE;
    ELSE
        SELECT id, channel_id, last_seq, last_public, status, holder_kind, holder_id INTO c
        FROM conversations.conversation WHERE id = o_conversation FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN
        result := 'held';
        RETURN;
    END IF;
    reason := CASE
        WHEN o_open AND c.status = 'resolved' THEN 'not_open'
        WHEN o_holder_kind IS NOT NULL AND (c.holder_kind <> o_holder_kind OR c.holder_id IS DISTINCT FROM o_holder_id)
            THEN 'not_holder'
        WHEN o_after IS NOT NULL AND c.last_public > o_after AND EXISTS (
            SELECT FROM conversations.entry n WHERE n.conversation_id = o_conversation AND n.public_no > o_after
            AND (n.actor_kind, n.actor_id) IS DISTINCT FROM (e_actor_kind, e_actor_id)) THEN 'stale' END;
    at := clock_timestamp();
    seq := c.last_seq + 1;
    public_no := CASE WHEN e_audience = 'public' THEN c.last_public + 1 END;
    IF reason IS NULL THEN
        INSERT INTO conversations.entry_key (cid, channel_id, sender, conversation_id, seq, public_no, at, hash)
        VALUES (o_cid, o_channel, o_sender, o_conversation, append_one.seq, append_one.public_no, append_one.at, o_hash)
        ON CONFLICT DO NOTHING;
    END IF;
    IF reason IS NOT NULL OR NOT FOUND THEN
        -- Refused, unless it was written before its condition began to fail; or a repeat.
        SELECT y.conversation_id, y.seq, y.public_no, y.at, y.hash, y.outcome INTO k FROM conversations.entry_key y
        WHERE y.cid = o_cid AND y.channel_id = o_channel AND y.sender = o_sender;
        IF NOT FOUND THEN
            result := 'refused';
            seq := NULL;
            public_no := NULL;
            at := NULL;
            RETURN;
        END IF;
        result := CASE WHEN k.hash <> o_hash THEN 'conflict' ELSE 'repeat' END;
        reason := k.outcome;
        conversation := k.conversation_id;
        seq := k.seq;
        public_no := k.public_no;
        at := k.at;
        RETURN;
    END IF;
    INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience, actor_kind, actor_id, target_seq,
                                     at, said_at, verified, cid, generation, body)
    VALUES (o_conversation, append_one.seq, append_one.public_no, e_kind, e_audience, e_actor_kind, e_actor_id, e_target,
            append_one.at, e_said_at, e_verified, o_cid, (SELECT i.generation FROM kit.installation i), e_body);
    IF e_deliver THEN
        INSERT INTO conversations.delivery (conversation_id, seq, channel_id)
        VALUES (o_conversation, append_one.seq, c.channel_id);
    END IF;
    IF e_kind = 'message' THEN
        UPDATE conversations.conversation v
        SET last_seq = append_one.seq, last_public = coalesce(append_one.public_no, v.last_public), last_at = append_one.at,
            last_text = left(e_body ->> 'text', 160), last_by = e_actor_kind,
            waiting_since = CASE WHEN e_actor_kind = 'contact' THEN coalesce(v.waiting_since, append_one.at) END
        WHERE v.id = o_conversation;
    ELSE
        UPDATE conversations.conversation v
        SET last_seq = append_one.seq, last_public = coalesce(append_one.public_no, v.last_public), last_at = append_one.at
        WHERE v.id = o_conversation;
    END IF;
    result := 'done';
END $$;
