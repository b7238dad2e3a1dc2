-- Citus is an option, not a need: on a plain server `app.distribute` does nothing (design.md, section 4, rule 3).
CREATE FUNCTION app.distribute(t text, col text, colocate text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus') THEN
    IF col IS NULL THEN
      EXECUTE format('SELECT create_reference_table(%L)', t);
    ELSIF colocate IS NULL THEN
      EXECUTE format('SELECT create_distributed_table(%L, %L, colocate_with => ''none'')', t, col);
    ELSE
      EXECUTE format('SELECT create_distributed_table(%L, %L, colocate_with => %L)', t, col, colocate);
    END IF;
  END IF;
END $$;
