-- How often a total was folded. With the number of deltas it says whether anything of a unit changed, so that what was
-- counted of a unit holds until a commit that concerns it; a change that moves no total leaves a delta of zeros.
ALTER TABLE app.count_unit ADD COLUMN changes int NOT NULL DEFAULT 0;
