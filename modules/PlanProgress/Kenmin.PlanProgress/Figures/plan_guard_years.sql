CREATE OR REPLACE FUNCTION {schema}.plan_guard_years()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.frozen_at IS NOT NULL THEN
    RAISE EXCEPTION 'The fiscal year % is frozen', OLD.year USING ERRCODE = 'KP001';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$function$;
