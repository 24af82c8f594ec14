CREATE OR REPLACE FUNCTION {schema}.plan_log_figures()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO {schema}.plan_figure_changes (indicator_id, year, target, actual, stage, note, changed_at, changed_by, changed_by_name)
  VALUES (NEW.indicator_id, NEW.year, NEW.target, NEW.actual, NEW.stage, NEW.note, NEW.changed_at, NEW.changed_by, NEW.changed_by_name);
  RETURN NULL;
END
$function$;
