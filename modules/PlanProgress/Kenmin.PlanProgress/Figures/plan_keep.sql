CREATE OR REPLACE FUNCTION {schema}.plan_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'Figures of the plan are not emptied at once' USING ERRCODE = 'KP001';
END
$function$;
