-- What codes of facilities mean, for registers filled before lists taught it (PL4 of the national form is read since
-- `app.facility_code` is there). Lists name one place by its code in one row and by its name in another, and most people
-- get their doses at one place: so a name belongs to the code that most people have beside it. Told for sure only where
-- more than half of a name's people point to that code, at least two do, and of that code's names it is the one most told.
-- What a list said stands, and the next list that says otherwise is right.
INSERT INTO app.facility_code (code, name, recorded_at)
WITH beside AS (
  SELECT c.place AS code, n.place AS name, count(DISTINCT c.person_id) AS people
  FROM app.injection c JOIN app.injection n ON n.person_id = c.person_id
  WHERE c.place ~ '^\d{4,6}$' AND n.place !~ '\d{3}'
  GROUP BY c.place, n.place),
named AS (
  SELECT code, name, people, sum(people) OVER (PARTITION BY name) AS of_name FROM beside),
ranked AS (
  SELECT code, name, row_number() OVER (PARTITION BY code ORDER BY people DESC, name) AS place
  FROM named WHERE people >= 2 AND people * 2 > of_name)
SELECT code, name, now() FROM ranked WHERE place = 1
ON CONFLICT (code) DO NOTHING;
