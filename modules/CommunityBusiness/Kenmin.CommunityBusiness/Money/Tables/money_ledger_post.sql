CREATE OR REPLACE FUNCTION {schema}.money_ledger_post()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' THEN RAISE EXCEPTION 'The ledger is only added to.' USING ERRCODE = 'KC811'; END IF;
  -- The account is changed with the entry, never by itself; its own constraint refuses what does not fit.
  UPDATE {schema}.money_accounts a
    SET paid_out = a.paid_out + CASE NEW.kind WHEN 'PaidOut' THEN NEW.yen ELSE 0 END, returned = a.returned + CASE NEW.kind WHEN 'Returned' THEN NEW.yen ELSE 0 END
    WHERE a.application_id = NEW.application_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'Nothing was granted.' USING ERRCODE = 'KC811'; END IF;
  RETURN NEW;
END
$function$;
