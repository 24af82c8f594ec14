CREATE OR REPLACE FUNCTION {schema}.participation_settle(p_opening uuid, p_now timestamp with time zone)
 RETURNS TABLE(change smallint, opening uuid, person uuid, before smallint, after smallint, seq bigint, expires timestamp with time zone, reason text)
 LANGUAGE plpgsql
AS $function$
-- Brings one opening up to date: takes back offers that have run out, then gives free places to the waiting
-- in the order of their arrival. The caller holds the lock of the opening's row. Persons are only tried, never
-- waited for, because the order is person before opening: who is busy elsewhere is reported as change 99, and
-- nobody behind that person is served before it was tried again.
DECLARE
  o {schema}.participation_openings;
  s {schema}.participation_sign_ups;
  v_reason text;
  v_promoted integer := 0;
  v_until timestamptz;
BEGIN
  SELECT * INTO o FROM {schema}.participation_openings WHERE id = p_opening FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  IF o.offered > 0 THEN
    FOR s IN SELECT * FROM {schema}.participation_sign_ups x WHERE x.opening_id = o.id AND x.state = 2 AND x.offer_expires <= p_now ORDER BY x.seq LOOP
      UPDATE {schema}.participation_sign_ups x SET state = 4, cancel_reason = 'offer-expired', changed_at = p_now
        WHERE x.opening_id = o.id AND x.person_id = s.person_id;
      o.offered := o.offered - 1;
      RETURN QUERY SELECT 8::smallint, o.id, s.person_id, 2::smallint, 4::smallint, s.seq, s.offer_expires, 'offer-expired'::text;
    END LOOP;
  END IF;

  IF o.status <> 3 AND p_now < o.starts AND o.waiting > 0 AND o.confirmed + o.offered < o.capacity THEN
    FOR s IN SELECT * FROM {schema}.participation_sign_ups x WHERE x.opening_id = o.id AND x.state = 1 ORDER BY x.seq LOOP
      EXIT WHEN o.confirmed + o.offered >= o.capacity;
      IF v_promoted >= 200 OR NOT pg_try_advisory_xact_lock(hashtextextended('{schema}' || s.person_id::text, 0)) THEN
        RETURN QUERY SELECT 99::smallint, o.id, s.person_id, 1::smallint, 1::smallint, s.seq, NULL::timestamptz, NULL::text;
        EXIT;
      END IF;
      v_reason := {schema}.participation_ineligible(o.id, s.person_id, s.birth_date, s.qualifications);
      IF v_reason IS NOT NULL THEN
        IF s.skipped_reason IS DISTINCT FROM v_reason THEN
          UPDATE {schema}.participation_sign_ups x SET skipped_reason = v_reason, changed_at = p_now
            WHERE x.opening_id = o.id AND x.person_id = s.person_id;
          RETURN QUERY SELECT 9::smallint, o.id, s.person_id, 1::smallint, 1::smallint, s.seq, NULL::timestamptz, v_reason;
        END IF;
        CONTINUE;
      END IF;
      v_promoted := v_promoted + 1;
      o.waiting := o.waiting - 1;
      IF o.claim_seconds IS NULL THEN
        UPDATE {schema}.participation_sign_ups x SET state = 3, skipped_reason = NULL, changed_at = p_now
          WHERE x.opening_id = o.id AND x.person_id = s.person_id;
        o.confirmed := o.confirmed + 1;
        RETURN QUERY SELECT 4::smallint, o.id, s.person_id, 1::smallint, 3::smallint, s.seq, NULL::timestamptz, NULL::text;
      ELSE
        v_until := least(p_now + make_interval(secs => o.claim_seconds), o.starts);
        UPDATE {schema}.participation_sign_ups x SET state = 2, offer_expires = v_until, skipped_reason = NULL, changed_at = p_now
          WHERE x.opening_id = o.id AND x.person_id = s.person_id;
        o.offered := o.offered + 1;
        RETURN QUERY SELECT 5::smallint, o.id, s.person_id, 1::smallint, 2::smallint, s.seq, v_until, NULL::text;
      END IF;
    END LOOP;
  END IF;

  UPDATE {schema}.participation_openings x SET confirmed = o.confirmed, offered = o.offered, waiting = o.waiting
    WHERE x.id = o.id AND (x.confirmed, x.offered, x.waiting) IS DISTINCT FROM (o.confirmed, o.offered, o.waiting);
END;
$function$;
