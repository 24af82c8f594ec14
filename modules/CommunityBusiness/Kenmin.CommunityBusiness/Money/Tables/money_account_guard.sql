CREATE OR REPLACE FUNCTION {schema}.money_account_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'An account stays.' USING ERRCODE = 'KC811'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.taken <> NEW.granted OR NEW.paid_out <> 0 OR NEW.returned <> 0 THEN RAISE EXCEPTION 'A new account has no payments.' USING ERRCODE = 'KC811'; END IF;
    -- The budget's own constraint refuses what is not there.
    UPDATE {schema}.money_budgets b SET granted = b.granted + NEW.taken WHERE b.offer_id = NEW.offer_id AND b.year = NEW.year;
    IF NOT FOUND THEN RAISE EXCEPTION 'There is no such budget.' USING ERRCODE = 'KC811'; END IF;
    RETURN NEW;
  END IF;
  IF NEW.application_id <> OLD.application_id OR NEW.offer_id <> OLD.offer_id OR NEW.year <> OLD.year OR NEW.granted <> OLD.granted
    OR (pg_trigger_depth() = 1 AND (NEW.paid_out <> OLD.paid_out OR NEW.returned <> OLD.returned)) THEN
    RAISE EXCEPTION 'The sums of an account follow its ledger.' USING ERRCODE = 'KC811';
  END IF;
  IF NEW.taken > OLD.taken OR (OLD.kept IS NOT NULL AND (NEW.kept IS NULL OR NEW.kept > OLD.kept)) THEN
    RAISE EXCEPTION 'What is taken and what may be kept only become less.' USING ERRCODE = 'KC811';
  END IF;
  IF NEW.taken < OLD.taken THEN
    UPDATE {schema}.money_budgets b SET granted = b.granted + NEW.taken - OLD.taken WHERE b.offer_id = NEW.offer_id AND b.year = NEW.year;
  END IF;
  RETURN NEW;
END
$function$;
