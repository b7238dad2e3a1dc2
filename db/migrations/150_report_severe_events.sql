-- A severe event after a dose is a duty like others (docs/decisions/duties.md): it follows from the event itself. What
-- was reported before that on paper alone keeps `reported_by` and `reported_at`; when it is due is said by the directive.
DROP INDEX app.adverse_event_due_ix;
ALTER TABLE app.adverse_event DROP COLUMN report_due_at;
-- Recorded as severe, and was not: the word of the table stays, and beside it what holds now, with who says so and why.
ALTER TABLE app.adverse_event ADD COLUMN corrected_to text COLLATE "C";
ALTER TABLE app.adverse_event ADD COLUMN correction_reason text;
ALTER TABLE app.adverse_event ADD COLUMN corrected_by text;
ALTER TABLE app.adverse_event ADD COLUMN corrected_at timestamptz;
ALTER TABLE app.adverse_event ADD CONSTRAINT adverse_event_corrected_ck CHECK (corrected_to IN ('mild', 'moderate', 'entered_in_error'));
-- Few of many: who asks what is owed reads them all.
CREATE INDEX adverse_event_severe_ix ON app.adverse_event (recorded_at) WHERE severity = 'severe';
-- What a form asks in words: of a severe event its kind, its lot, its treatment.
ALTER TABLE app.duty_submission ADD COLUMN fields jsonb NOT NULL DEFAULT '{}';
