-- One entry of one operation, as before, with less around it: whether a word came too late is asked in a statement of its
-- own, only where a sender said what it had read. Inside the expression that decided on a refusal that question made
-- every message start a query over the whole log. What the lock reads goes into plain variables, not into a record that
-- is shaped anew for each call.

CREATE OR REPLACE FUNCTION conversations.append_one(
    wait boolean, o_conversation bigint, o_channel integer, o_sender bigint, o_cid uuid, o_hash bytea,
    o_open boolean, o_holder_kind text, o_holder_id bigint, o_after bigint,
    e_kind text, e_audience text, e_actor_kind text, e_actor_id bigint, e_target bigint,
    e_said_at timestamptz, e_verified boolean, e_deliver boolean, e_body jsonb,
    OUT result text, OUT reason text, OUT conversation bigint, OUT seq bigint, OUT public_no bigint, OUT at timestamptz
) LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    c_channel integer;
    c_seq bigint;
    c_public bigint;
    c_status text;
    c_holder_kind text;
    c_holder_id bigint;
    k record;
BEGIN
    conversation := o_conversation;
    IF wait THEN
        SELECT channel_id, last_seq, last_public, status, holder_kind, holder_id
        INTO c_channel, c_seq, c_public, c_status, c_holder_kind, c_holder_id
        FROM conversations.conversation WHERE id = o_conversation FOR NO KEY UPDATE;
    ELSE
        SELECT channel_id, last_seq, last_public, status, holder_kind, holder_id
        INTO c_channel, c_seq, c_public, c_status, c_holder_kind, c_holder_id
        FROM conversations.conversation WHERE id = o_conversation FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN
        result := 'held';
        RETURN;
    END IF;
    IF o_open AND c_status = 'resolved' THEN
        reason := 'not_open';
    ELSIF o_holder_kind IS NOT NULL
        AND (c_holder_kind <> o_holder_kind OR c_holder_id IS DISTINCT FROM o_holder_id) THEN
        reason := 'not_holder';
    ELSIF c_public > o_after THEN
        IF EXISTS (
            SELECT FROM conversations.entry n WHERE n.conversation_id = o_conversation AND n.public_no > o_after
            AND (n.actor_kind, n.actor_id) IS DISTINCT FROM (e_actor_kind, e_actor_id)) THEN
            reason := 'stale';
        END IF;
    END IF;
    at := clock_timestamp();
    seq := c_seq + 1;
    public_no := CASE WHEN e_audience = 'public' THEN c_public + 1 END;
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
        VALUES (o_conversation, append_one.seq, c_channel);
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
