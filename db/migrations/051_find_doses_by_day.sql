-- A daily report counts the doses of a day: by the day first, not by a scan of all doses.
CREATE INDEX injection_given_ix ON app.injection (given_on);
