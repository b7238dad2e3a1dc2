-- Stock and reports ask for the doses of one place: by the place first, not by all doses of its lots, of which a province
-- gives ten thousand each. The place is a key now, and sorts by bytes like every key. (The view is made again after this.)
DROP VIEW IF EXISTS app.stock_named_dose;
ALTER TABLE app.injection ALTER COLUMN place TYPE text COLLATE "C";
CREATE INDEX injection_place_ix ON app.injection (place, given_on);
-- Every text by which a list or a table ever named a place of a dose: some hundreds, of which a facility is meant by a few.
CREATE TABLE app.dose_place (
  name text COLLATE "C" NOT NULL,
  CONSTRAINT dose_place_pk PRIMARY KEY (name)
);
SELECT app.distribute('app.dose_place', NULL);
INSERT INTO app.dose_place (name) SELECT DISTINCT place FROM app.injection WHERE place IS NOT NULL;
