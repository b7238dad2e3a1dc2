-- Keys sort by bytes on every server (design.md, section 4, rule 6).
ALTER TABLE app.source_record ALTER COLUMN sheet TYPE text COLLATE "C";
ALTER TABLE app.population_figure ALTER COLUMN hamlet TYPE text COLLATE "C";
ALTER TABLE app.population_placement ALTER COLUMN hamlet TYPE text COLLATE "C";
