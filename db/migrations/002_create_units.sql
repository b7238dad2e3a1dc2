-- Administrative units: a stable id, dated versions, successions. Loaded from db/reference/units at start.
CREATE TABLE app.unit (
  id int NOT NULL,
  CONSTRAINT unit_pk PRIMARY KEY (id)
);
CREATE TABLE app.unit_version (
  unit_id int NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  level smallint NOT NULL,
  parent_id int,
  CONSTRAINT unit_version_pk PRIMARY KEY (unit_id, valid_from)
);
CREATE TABLE app.unit_succession (
  from_id int NOT NULL,
  to_id int NOT NULL,
  on_date date NOT NULL,
  relation text COLLATE "C" NOT NULL,
  method text COLLATE "C" NOT NULL,
  area_share real,
  flag text,
  CONSTRAINT unit_succession_pk PRIMARY KEY (from_id, to_id, on_date)
);
CREATE TABLE app.unit_reference (
  id int NOT NULL,
  hash text COLLATE "C" NOT NULL,
  CONSTRAINT unit_reference_pk PRIMARY KEY (id)
);
SELECT app.distribute('app.unit', NULL);
SELECT app.distribute('app.unit_version', NULL);
SELECT app.distribute('app.unit_succession', NULL);
SELECT app.distribute('app.unit_reference', NULL);
ALTER TABLE app.unit_succession ADD CONSTRAINT unit_succession_relation_ck CHECK (relation IN ('full', 'partial'));
