-- A dose changes the status rows by which it was counted. If somebody wrote them anew in the instant between, nothing of
-- the statement holds, and it is tried again.
CREATE FUNCTION app.demand_equal(had bigint, wanted bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF had <> wanted THEN
    RAISE EXCEPTION 'changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END $$;
