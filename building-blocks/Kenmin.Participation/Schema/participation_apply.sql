CREATE OR REPLACE FUNCTION {schema}.participation_apply(p_now timestamp with time zone, p_wait boolean, p_kinds smallint[], p_commands uuid[], p_openings uuid[], p_persons uuid[], p_born date[], p_qualifications text[], p_flags integer[], p_reasons text[])
 RETURNS TABLE(item integer, change smallint, opening uuid, person uuid, before smallint, after smallint, seq bigint, expires timestamp with time zone, reason text, refusal text, repeated boolean, place integer)
 LANGUAGE plpgsql
AS $function$
-- Carries out a batch of commands, in the order given for each opening, and answers one row per command
-- (item set) and one per side effect (item null: promotions, expired offers; change 99: try that opening again).
-- Locks: first all persons in the order of their lock keys, then the openings in the order of their ids.
-- Kinds: 1 sign up, 2 cancel, 3 accept, 4 decline, 5 settle, 6 offer a free place (the reason holds until when). Flags: 1 staff (window), 2 after the start,
-- 4 over capacity, 8 by staff, 16 not on the waiting list.
DECLARE
  o {schema}.participation_openings;
  s {schema}.participation_sign_ups;
  v_opening uuid;
  v_id uuid;
  i integer;
  v_known boolean;
  v_free boolean;
  v_busy boolean;
  v_before smallint;
  v_after smallint;
  v_change smallint;
  v_refusal text;
  v_settle boolean;
BEGIN
  IF p_wait THEN
    PERFORM pg_advisory_xact_lock(k.lock_key) FROM (
      SELECT DISTINCT hashtextextended('{schema}' || p.id::text, 0) AS lock_key FROM (
        SELECT u.id FROM unnest(p_persons) AS u(id) WHERE u.id IS NOT NULL
        UNION
        -- whoever may be promoted when these commands free places
        SELECT w.person_id FROM (SELECT t.opening_id, count(*) + 4 AS places FROM unnest(p_openings, p_kinds) AS t(opening_id, kind) WHERE t.kind NOT IN (1, 6) GROUP BY t.opening_id) f
          CROSS JOIN LATERAL (SELECT x.person_id FROM {schema}.participation_sign_ups x WHERE x.opening_id = f.opening_id AND x.state = 1 ORDER BY x.seq LIMIT f.places) w
      ) p ORDER BY lock_key
    ) k;
  END IF;

  FOR v_opening IN SELECT DISTINCT u.id FROM unnest(p_openings) AS u(id) ORDER BY u.id LOOP
    SELECT * INTO o FROM {schema}.participation_openings WHERE id = v_opening FOR UPDATE;
    v_settle := FOUND;
    v_busy := false;

    FOR i IN SELECT u.n FROM unnest(p_openings) WITH ORDINALITY AS u(id, n) WHERE u.id = v_opening ORDER BY u.n LOOP
      IF o.id IS NULL THEN
        RETURN QUERY SELECT i, 0::smallint, v_opening, p_persons[i], 0::smallint, 0::smallint, NULL::bigint, NULL::timestamptz, NULL::text, 'opening-unknown'::text, false, NULL::integer;
        CONTINUE;
      END IF;

      IF v_settle AND (o.offered > 0 OR (o.waiting > 0 AND o.confirmed + o.offered < o.capacity)) THEN
        v_busy := false;
        FOR change, opening, person, before, after, seq, expires, reason IN SELECT t.* FROM {schema}.participation_settle(o.id, p_now) t LOOP
          v_busy := v_busy OR change = 99;
          item := NULL; refusal := NULL; repeated := false; place := NULL;
          RETURN NEXT;
        END LOOP;
        SELECT * INTO o FROM {schema}.participation_openings WHERE id = v_opening;
      END IF;
      v_settle := false;

      IF p_kinds[i] = 5 THEN
        RETURN QUERY SELECT i, 0::smallint, o.id, p_persons[i], 0::smallint, 0::smallint, NULL::bigint, NULL::timestamptz, NULL::text, NULL::text, false, NULL::integer;
        CONTINUE;
      END IF;

      SELECT * INTO s FROM {schema}.participation_sign_ups x WHERE x.opening_id = o.id AND x.person_id = p_persons[i];
      v_known := FOUND;
      v_before := CASE WHEN v_known THEN s.state ELSE 0 END;
      v_after := v_before;
      v_change := 0;
      v_refusal := NULL;
      repeated := false;

      IF v_known AND p_commands[i] = ANY(s.commands) THEN
        repeated := true;
        v_after := s.outcomes[array_position(s.commands, p_commands[i])];

      ELSIF p_kinds[i] = 1 THEN
        IF v_before IN (1, 2, 3) AND NOT (v_before IN (1, 2) AND p_flags[i] & 2 <> 0) THEN
          repeated := true;
        ELSIF o.status = 3 THEN
          v_refusal := 'opening-cancelled';
        ELSIF o.status = 2 AND p_flags[i] & 1 = 0 THEN
          v_refusal := 'opening-closed';
        ELSIF p_now < o.opens_at AND p_flags[i] & 1 = 0 THEN
          v_refusal := 'not-yet-open';
        ELSIF p_now >= o.closes_at AND p_flags[i] & 1 = 0 THEN
          v_refusal := 'sign-up-closed';
        ELSIF p_now >= o.starts AND p_flags[i] & 2 = 0 THEN
          v_refusal := 'started';
        ELSE
          v_refusal := {schema}.participation_ineligible(o.id, p_persons[i], p_born[i], string_to_array(p_qualifications[i], ','));
        END IF;
        IF NOT repeated AND v_refusal IS NULL THEN
          -- Places left while others wait: those who wait may not have them now, unless one was only busy.
          -- An offered place is this person's own.
          v_free := v_before = 2 OR (o.confirmed + o.offered < o.capacity AND NOT v_busy);
          IF v_free OR p_flags[i] & 4 <> 0 THEN
            v_after := 3;
            v_change := 1;
            o.confirmed := o.confirmed + 1;
            IF NOT v_free THEN
              o.overfull_reason := p_reasons[i];
            END IF;
          ELSIF v_before IN (1, 2) OR NOT o.waiting_allowed OR p_flags[i] & 16 <> 0 THEN
            v_refusal := 'full';
          ELSIF o.waiting >= o.waiting_max THEN
            v_refusal := 'waiting-list-full';
          ELSE
            v_after := 1;
            v_change := 2;
            o.waiting := o.waiting + 1;
          END IF;
          IF v_change <> 0 THEN
            o.waiting := o.waiting - CASE WHEN v_before = 1 THEN 1 ELSE 0 END;
            o.offered := o.offered - CASE WHEN v_before = 2 THEN 1 ELSE 0 END;
            o.next_seq := o.next_seq + 1;
            s.seq := o.next_seq;
          END IF;
        END IF;

      ELSIF p_kinds[i] = 6 THEN
        IF v_before IN (2, 3) THEN
          repeated := true;
        ELSIF o.status = 3 THEN
          v_refusal := 'opening-cancelled';
        ELSIF p_now >= least(o.starts, p_reasons[i]::timestamptz) THEN
          v_refusal := 'started';
        ELSE
          v_refusal := {schema}.participation_ineligible(o.id, p_persons[i], p_born[i], string_to_array(p_qualifications[i], ','));
          IF v_refusal IS NULL AND (v_busy OR o.confirmed + o.offered >= o.capacity) THEN
            v_refusal := 'full';
          END IF;
        END IF;
        IF NOT repeated AND v_refusal IS NULL THEN
          v_after := 2;
          v_change := 5;
          o.offered := o.offered + 1;
          o.waiting := o.waiting - CASE WHEN v_before = 1 THEN 1 ELSE 0 END;
          o.next_seq := o.next_seq + 1;
          s.seq := o.next_seq;
          s.offer_expires := least(o.starts, p_reasons[i]::timestamptz);
        END IF;

      ELSIF p_kinds[i] = 2 THEN
        IF NOT v_known THEN
          v_refusal := 'not-signed-up';
        ELSIF v_before = 4 THEN
          repeated := true;
        ELSIF p_now >= o.starts AND p_flags[i] & 8 = 0 THEN
          v_refusal := 'started';
        ELSIF EXISTS (SELECT 1 FROM {schema}.participation_attendance a WHERE a.opening_id = o.id AND a.person_id = s.person_id AND a.presence = 1) THEN
          v_refusal := 'already-attended';
        ELSE
          v_after := 4;
          v_change := 3;
        END IF;

      ELSIF p_kinds[i] IN (3, 4) THEN
        IF v_before = 2 THEN
          v_after := CASE WHEN p_kinds[i] = 3 THEN 3 ELSE 4 END;
          v_change := CASE WHEN p_kinds[i] = 3 THEN 6 ELSE 7 END;
        ELSIF v_before = 4 AND s.cancel_reason = 'offer-expired' THEN
          v_refusal := 'offer-expired';
        ELSIF v_before = 3 AND p_kinds[i] = 3 OR v_before = 4 AND s.cancel_reason = 'offer-declined' AND p_kinds[i] = 4 THEN
          repeated := true;
        ELSE
          v_refusal := 'no-offer';
        END IF;
      END IF;

      IF v_change = 0 THEN
        IF repeated AND NOT p_commands[i] = ANY(s.commands) THEN
          -- remembered too, so that this command repeated after a cancellation does not sign up anew
          UPDATE {schema}.participation_sign_ups x SET commands = (p_commands[i] || x.commands)[1:16], outcomes = (v_after || x.outcomes)[1:16]
            WHERE x.opening_id = o.id AND x.person_id = s.person_id;
        END IF;
      ELSIF v_change IN (1, 2, 5) THEN
        INSERT INTO {schema}.participation_sign_ups AS x (opening_id, person_id, state, seq, birth_date, qualifications, walk_in, signed_at, changed_at, offer_expires, commands, outcomes)
          VALUES (o.id, p_persons[i], v_after, s.seq, p_born[i], coalesce(string_to_array(p_qualifications[i], ','), '{}'), p_flags[i] & 2 <> 0, p_now, p_now,
            CASE WHEN v_change = 5 THEN s.offer_expires END, ARRAY[p_commands[i]], ARRAY[v_after])
          ON CONFLICT (opening_id, person_id) DO UPDATE SET state = excluded.state, seq = excluded.seq, birth_date = excluded.birth_date,
            qualifications = excluded.qualifications, walk_in = excluded.walk_in, signed_at = p_now, changed_at = p_now,
            offer_expires = excluded.offer_expires, skipped_reason = NULL, cancel_reason = NULL,
            commands = (p_commands[i] || x.commands)[1:16], outcomes = (excluded.state || x.outcomes)[1:16];
      ELSE
        UPDATE {schema}.participation_sign_ups x SET state = v_after, changed_at = p_now, offer_expires = NULL, skipped_reason = NULL,
            cancel_reason = CASE v_change WHEN 3 THEN coalesce(p_reasons[i], 'cancelled') WHEN 7 THEN 'offer-declined' END,
            commands = (p_commands[i] || x.commands)[1:16], outcomes = (v_after || x.outcomes)[1:16]
          WHERE x.opening_id = o.id AND x.person_id = s.person_id;
        o.waiting := o.waiting - CASE WHEN v_before = 1 THEN 1 ELSE 0 END;
        o.offered := o.offered - CASE WHEN v_before = 2 THEN 1 ELSE 0 END;
        o.confirmed := o.confirmed + CASE WHEN v_after = 3 THEN 1 ELSE 0 END - CASE WHEN v_before = 3 THEN 1 ELSE 0 END;
      END IF;

      item := i;
      change := v_change;
      opening := o.id;
      person := p_persons[i];
      before := v_before;
      after := v_after;
      seq := s.seq;
      expires := s.offer_expires;
      reason := p_reasons[i];
      refusal := v_refusal;
      place := CASE WHEN v_after <> 1 THEN NULL WHEN v_change = 2 THEN o.waiting
        ELSE (SELECT count(*) FROM {schema}.participation_sign_ups x WHERE x.opening_id = o.id AND x.state = 1 AND x.seq <= s.seq) END;
      RETURN NEXT;

      IF v_after = 4 AND v_change <> 0 THEN
        -- A place became free here, and the person free for what it waits for elsewhere.
        IF o.waiting > 0 AND v_before IN (2, 3) THEN
          UPDATE {schema}.participation_openings x SET confirmed = o.confirmed, offered = o.offered, waiting = o.waiting, next_seq = o.next_seq, overfull_reason = o.overfull_reason WHERE x.id = o.id;
          v_busy := false;
          FOR change, opening, person, before, after, seq, expires, reason IN SELECT t.* FROM {schema}.participation_settle(o.id, p_now) t LOOP
            v_busy := v_busy OR change = 99;
            item := NULL; refusal := NULL; repeated := false; place := NULL;
            RETURN NEXT;
          END LOOP;
          SELECT * INTO o FROM {schema}.participation_openings WHERE id = v_opening;
        END IF;
        RETURN QUERY SELECT NULL::integer, 99::smallint, y.id, p_persons[i], 1::smallint, 1::smallint, x.seq, NULL::timestamptz, NULL::text, NULL::text, false, NULL::integer
          FROM {schema}.participation_sign_ups x JOIN {schema}.participation_openings y ON y.id = x.opening_id
          WHERE v_before IN (2, 3) AND x.person_id = p_persons[i] AND x.state = 1 AND x.opening_id <> o.id
            AND y.confirmed + y.offered < y.capacity AND y.starts > p_now
          ORDER BY y.starts, y.id;
      END IF;
    END LOOP;

    UPDATE {schema}.participation_openings x
      SET confirmed = o.confirmed, offered = o.offered, waiting = o.waiting, next_seq = o.next_seq,
          overfull_reason = CASE WHEN o.confirmed + o.offered > o.capacity THEN o.overfull_reason END
      WHERE x.id = o.id AND (x.confirmed, x.offered, x.waiting, x.next_seq, x.overfull_reason)
        IS DISTINCT FROM (o.confirmed, o.offered, o.waiting, o.next_seq, CASE WHEN o.confirmed + o.offered > o.capacity THEN o.overfull_reason END);
  END LOOP;
END;
$function$;
