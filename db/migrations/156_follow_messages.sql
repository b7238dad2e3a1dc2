-- What was sent is followed by a correction when the session changes, or the person is invited again: the newest message of a
-- person is the one with the largest id.
DROP INDEX app.invitation_message_once_ix;
CREATE INDEX invitation_message_person_ix ON app.invitation_message (session_id, person_id, id);
