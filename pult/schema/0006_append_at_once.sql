-- `append` as in 0002, with a short way for the common batch: see there for what it promises.
CREATE OR REPLACE FUNCTION conversations.append(
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
    l_channel  integer[];
    l_seq      bigint[];
    l_public   bigint[];
    l_status   text[];
    l_holder_kind text[];
    l_holder_id bigint[];
    plain      boolean := false;
    bodies     jsonb[];
    written    bigint[];
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
        SELECT array_agg(c.id), array_agg(c.channel_id), array_agg(c.last_seq), array_agg(c.last_public), array_agg(c.status),
               array_agg(c.holder_kind), array_agg(c.holder_id)
        INTO locked, l_channel, l_seq, l_public, l_status, l_holder_kind, l_holder_id
        FROM (SELECT id, channel_id, last_seq, last_public, status, holder_kind, holder_id FROM conversations.conversation
              WHERE id = ANY (o_conversation) ORDER BY id FOR NO KEY UPDATE) c;
    ELSE
        SELECT array_agg(c.id), array_agg(c.channel_id), array_agg(c.last_seq), array_agg(c.last_public), array_agg(c.status),
               array_agg(c.holder_kind), array_agg(c.holder_id)
        INTO locked, l_channel, l_seq, l_public, l_status, l_holder_kind, l_holder_id
        FROM (SELECT id, channel_id, last_seq, last_public, status, holder_kind, holder_id FROM conversations.conversation
              WHERE id = ANY (o_conversation) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED) c;
    END IF;
    locked := coalesce(locked, '{}');
    stamp := clock_timestamp();
    SELECT i.generation INTO generation FROM kit.installation i;

    -- Nearly every batch: one entry of each of several talks, all locked, all conditions met. What the lock has read stands beside what was
    -- given, element by element, so that nothing is joined, sorted into windows or grouped.
    IF locked = o_conversation AND cardinality(e_op) = cardinality(o_conversation) THEN
        SELECT bool_and((o.open IS NOT TRUE OR o.status <> 'resolved')
                        AND (o.holder_kind IS NULL OR (o.holder_kind = o.l_kind AND o.holder_id IS NOT DISTINCT FROM o.l_id))
                        AND (o.after IS NULL OR o.last_public <= o.after)) INTO plain
        FROM unnest(o_open, o_holder_kind, o_holder_id, o_after, l_status, l_holder_kind, l_holder_id, l_public)
            AS o (open, holder_kind, holder_id, after, status, l_kind, l_id, last_public);
    END IF;
    IF plain THEN
        -- Keys first, in one global order, so that two writers with the same ids can never deadlock.
        WITH ins AS (
            INSERT INTO conversations.entry_key AS k (cid, channel_id, sender, conversation_id, seq, public_no, at, hash)
            SELECT o.cid, o.channel, o.sender, o.conversation, o.last_seq + 1,
                   CASE WHEN o.audience = 'public' THEN o.last_public + 1 END, stamp, o.hash
            FROM unnest(o_cid, o_channel, o_sender, o_conversation, o_hash, l_seq, l_public, e_audience) WITH ORDINALITY
                AS o (cid, channel, sender, conversation, hash, last_seq, last_public, audience, ord)
            ORDER BY o.cid, o.channel, o.sender, o.ord
            ON CONFLICT DO NOTHING RETURNING k.conversation_id
        )
        SELECT array_agg(ins.conversation_id) INTO written FROM ins;
        IF cardinality(written) = cardinality(o_conversation) THEN
            bodies := e_body::jsonb[];
            INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience, actor_kind, actor_id, target_seq,
                                             at, said_at, verified, cid, generation, body)
            SELECT e.conversation, e.last_seq + 1, CASE WHEN e.audience = 'public' THEN e.last_public + 1 END, e.kind, e.audience,
                   e.actor_kind, e.actor_id, e.target, stamp, e.said_at, e.verified, e.cid, generation, e.body
            FROM unnest(o_conversation, l_seq, l_public, e_kind, e_audience, e_actor_kind, e_actor_id, e_target, e_said_at,
                        e_verified, o_cid, bodies)
                AS e (conversation, last_seq, last_public, kind, audience, actor_kind, actor_id, target, said_at,
                      verified, cid, body);
            IF true = ANY (e_deliver) THEN
                INSERT INTO conversations.delivery (conversation_id, seq, channel_id)
                SELECT e.conversation, e.last_seq + 1, e.channel
                FROM unnest(o_conversation, l_seq, l_channel, e_deliver) AS e (conversation, last_seq, channel, deliver)
                WHERE e.deliver;
            END IF;
            UPDATE conversations.conversation c
            SET last_seq = e.last_seq + 1, last_at = stamp,
                last_public = CASE WHEN e.audience = 'public' THEN e.last_public + 1 ELSE e.last_public END,
                last_text = CASE WHEN e.kind = 'message' THEN left(e.body ->> 'text', 160) ELSE c.last_text END,
                last_by = CASE WHEN e.kind = 'message' THEN e.actor_kind ELSE c.last_by END,
                waiting_since = CASE WHEN e.kind <> 'message' THEN c.waiting_since
                                     WHEN e.actor_kind = 'contact' THEN coalesce(c.waiting_since, stamp) END
            FROM unnest(o_conversation, l_seq, l_public, e_kind, e_audience, e_actor_kind, bodies)
                AS e (conversation, last_seq, last_public, kind, audience, actor_kind, body)
            WHERE c.id = e.conversation;
            RETURN QUERY SELECT o.ord::integer, 'done', NULL::text, o.conversation, o.last_seq + 1,
                                CASE WHEN o.audience = 'public' THEN o.last_public + 1 END, stamp
                         FROM unnest(o_conversation, l_seq, l_public, e_audience) WITH ORDINALITY
                             AS o (conversation, last_seq, last_public, audience, ord);
            RETURN;
        END IF;
        -- A repeat among them: what is written stands right, the rest is answered below.
        fresh := array(SELECT o.ord::integer FROM unnest(o_conversation) WITH ORDINALITY AS o (conversation, ord)
                       WHERE o.conversation = ANY (written));
    END IF;

    IF fresh IS NULL THEN
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
    END IF;

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
