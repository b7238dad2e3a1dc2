-- Who signed the file of an answer, by the certificate in its detached signature: checked when it was handed in.
ALTER TABLE app.duty_submission ADD COLUMN signed_by jsonb;
