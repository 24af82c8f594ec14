CREATE OR REPLACE FUNCTION {schema}.supply_post()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'The ledger of supplies is only added to';
  END IF;
  -- The balance is changed with the entry, never by itself; its own constraint refuses what is not there. It is made first, as nothing:
  -- a row that is proposed for insertion is checked by itself, before it is added to what is known.
  INSERT INTO {schema}.supply_balances (municipality, place, activity_id, item, quantity)
    VALUES (NEW.municipality, NEW.place, NEW.activity_id, NEW.item, 0) ON CONFLICT DO NOTHING;
  UPDATE {schema}.supply_balances SET quantity = quantity + NEW.quantity
    WHERE municipality = NEW.municipality AND place = NEW.place AND activity_id = NEW.activity_id AND item = NEW.item;
  RETURN NEW;
END
$function$;
