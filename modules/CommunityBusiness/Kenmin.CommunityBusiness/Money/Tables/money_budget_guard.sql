CREATE OR REPLACE FUNCTION {schema}.money_budget_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'A budget stays.' USING ERRCODE = 'KC811'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.granted <> 0 THEN RAISE EXCEPTION 'Nothing is granted of a new budget.' USING ERRCODE = 'KC811'; END IF;
  ELSIF NEW.offer_id <> OLD.offer_id OR NEW.year <> OLD.year OR (pg_trigger_depth() = 1 AND NEW.granted <> OLD.granted) THEN
    RAISE EXCEPTION 'What is granted of a budget follows its accounts.' USING ERRCODE = 'KC811';
  END IF;
  RETURN NEW;
END
$function$;
