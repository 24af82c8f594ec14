CREATE OR REPLACE FUNCTION {schema}.participation_ineligible(p_opening uuid, p_person uuid, p_born date, p_qualifications text[])
 RETURNS text
 LANGUAGE plpgsql
AS $function$
-- The reason why a person may not have a place on an opening now, or null. The caller holds the person's lock,
-- so the answer about overlaps stays true until its transaction ends.
DECLARE
  o {schema}.participation_openings;
  v_clash uuid;
BEGIN
  SELECT * INTO o FROM {schema}.participation_openings WHERE id = p_opening;
  IF o.born_by_age IS NOT NULL OR o.born_from IS NOT NULL OR o.born_until IS NOT NULL THEN
    IF p_born IS NULL THEN
      RETURN 'birth-date-unknown';
    END IF;
    IF p_born > o.born_by_age THEN
      RETURN 'too-young';
    END IF;
    IF p_born < o.born_from OR p_born > o.born_until THEN
      RETURN 'birth-date-outside';
    END IF;
  END IF;
  IF NOT o.qualifications <@ coalesce(p_qualifications, '{}') THEN
    RETURN 'qualification-missing';
  END IF;
  SELECT x.opening_id INTO v_clash FROM {schema}.participation_sign_ups x
    JOIN {schema}.participation_openings y ON y.id = x.opening_id
    WHERE x.person_id = p_person AND x.state IN (2, 3) AND x.opening_id <> p_opening
      AND y.starts < o.ends AND y.ends > o.starts
    ORDER BY y.starts, y.id LIMIT 1;
  IF FOUND THEN
    RETURN 'overlap:' || v_clash;
  END IF;
  RETURN NULL;
END;
$function$;
