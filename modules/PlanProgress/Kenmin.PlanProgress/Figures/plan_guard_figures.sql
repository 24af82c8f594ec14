CREATE OR REPLACE FUNCTION {schema}.plan_guard_figures()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  y integer := CASE WHEN TG_OP = 'DELETE' THEN OLD.year ELSE NEW.year END;
  frozen timestamptz;
BEGIN
  -- The year's row is the lock: closing it waits for every figure on its way, and every figure for the closing.
  INSERT INTO {schema}.plan_years (year) VALUES (y) ON CONFLICT DO NOTHING;
  SELECT frozen_at INTO frozen FROM {schema}.plan_years WHERE year = y FOR SHARE;
  IF frozen IS NOT NULL THEN
    RAISE EXCEPTION 'The fiscal year % is frozen', y USING ERRCODE = 'KP001';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.year, OLD.indicator_id) IS DISTINCT FROM (NEW.year, NEW.indicator_id) THEN
    RAISE EXCEPTION 'A figure stays with its indicator and year' USING ERRCODE = 'KP001';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$function$;
