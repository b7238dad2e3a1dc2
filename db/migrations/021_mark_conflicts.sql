-- Fields on which the lists of different hands disagree about a person ("birth", "id", …): the work that remains after
-- linking. Kept with the projection, so that a commune's board is one scan of its people.
ALTER TABLE app.person ADD COLUMN conflicts text[] NOT NULL DEFAULT '{}';
