CREATE OR REPLACE FUNCTION {schema}.plan_guard_restatements()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'A restatement stays as it was made; add another one' USING ERRCODE = 'KP001';
  END IF;
  IF NOT EXISTS (SELECT FROM {schema}.plan_years WHERE year = NEW.year AND frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'The fiscal year % is not frozen: correct the figure itself', NEW.year USING ERRCODE = 'KP002';
  END IF;
  RETURN NEW;
END
$function$;
