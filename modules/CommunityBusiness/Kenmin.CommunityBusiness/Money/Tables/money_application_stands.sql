CREATE OR REPLACE FUNCTION {schema}.money_application_stands()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  which uuid := coalesce(to_jsonb(NEW) ->> 'application_id', to_jsonb(NEW) ->> 'id')::uuid;
  stands text := (SELECT d.data ->> 'state' FROM {schema}.mt_doc_moneyapplication d WHERE d.id = which);
  reached text := coalesce((SELECT s.state FROM {schema}.money_steps s WHERE s.application_id = which ORDER BY s.number DESC LIMIT 1), 'Draft');
  account record;
  has boolean;
BEGIN
  -- Looked at when the transaction ends: an application stands as its steps and its account do. Of one that was erased, both stay.
  SELECT a.* INTO account FROM {schema}.money_accounts a WHERE a.application_id = which;
  has := FOUND;
  IF stands IS NULL THEN
    IF TG_TABLE_NAME <> 'money_accounts' OR TG_OP = 'UPDATE' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'There is no such application.' USING ERRCODE = 'KC812';
  END IF;
  IF stands <> reached THEN RAISE EXCEPTION 'An application stands where its last step led.' USING ERRCODE = 'KC812'; END IF;
  IF (stands IN ('Granted', 'Reported', 'Settled', 'Repaying', 'Closed') AND NOT has) OR (stands IN ('Draft', 'Requested', 'Recommended', 'NotRecommended', 'Referred', 'Refused') AND has)
    OR (stands = 'Withdrawn' AND has AND account.taken <> 0) OR (stands IN ('Settled', 'Repaying', 'Closed') AND account.kept IS NULL)
    OR (stands = 'Closed' AND account.paid_out - account.returned <> account.kept) THEN
    RAISE EXCEPTION 'An application stands as its account does.' USING ERRCODE = 'KC812';
  END IF;
  RETURN NULL;
END
$function$;
