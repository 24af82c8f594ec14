CREATE OR REPLACE FUNCTION {schema}.supply_balanced()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- Looked at when the transaction ends: what a movement takes from one place it has put to another.
  IF (SELECT sum(quantity) FROM {schema}.supply_entries WHERE movement_id = NEW.movement_id AND item = NEW.item) <> 0 THEN
    RAISE EXCEPTION 'A movement of supplies does not balance' USING ERRCODE = 'KC001';
  END IF;
  RETURN NULL;
END
$function$;
