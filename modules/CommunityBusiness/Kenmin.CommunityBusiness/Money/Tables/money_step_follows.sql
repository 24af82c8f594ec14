CREATE OR REPLACE FUNCTION {schema}.money_step_follows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'A step that was taken stays.' USING ERRCODE = 'KC812'; END IF;
  IF NEW.number = 1 THEN
    IF NEW.former IS NOT NULL OR NEW.state <> 'Requested' THEN RAISE EXCEPTION 'An application is handed in first.' USING ERRCODE = 'KC812'; END IF;
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM {schema}.money_steps s WHERE s.application_id = NEW.application_id AND s.number = NEW.number - 1 AND s.state = NEW.former AND s.recommended_first = NEW.recommended_first) THEN
    RAISE EXCEPTION 'The step before was not taken.' USING ERRCODE = 'KC812';
  END IF;
  IF (NEW.former || '>' || NEW.state) <> ALL (ARRAY['Requested>Recommended', 'Requested>NotRecommended', 'Requested>Referred', 'Requested>Withdrawn', 'Recommended>Referred', 'Recommended>Withdrawn',
      'Referred>Granted', 'Referred>Refused', 'Referred>Withdrawn', 'Granted>Reported', 'Granted>Repaying', 'Granted>Settled', 'Granted>Withdrawn', 'Reported>Granted', 'Reported>Settled',
      'Settled>Settled', 'Settled>Closed', 'Repaying>Closed', 'Closed>Settled'])
    OR (NEW.recommended_first AND NEW.former = 'Requested' AND NEW.state = 'Referred') THEN
    RAISE EXCEPTION 'No step of an application is skipped.' USING ERRCODE = 'KC812';
  END IF;
  RETURN NEW;
END
$function$;
