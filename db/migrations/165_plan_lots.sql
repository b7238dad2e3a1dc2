-- A session plans several vaccines, and lots of each with the doses meant from it: [{ vaccine, lot, doses }].
UPDATE app.vaccination_session SET vaccines =
  (SELECT coalesce(jsonb_agg(v || '{"doses": null}' ORDER BY place), '[]') FROM jsonb_array_elements(vaccines) WITH ORDINALITY AS x(v, place));
-- Which of the session's vaccines somebody was asked to come for: its doses are promised to so many.
ALTER TABLE app.session_invitation ADD COLUMN vaccine text COLLATE "C";
