-- What people are told: one message a person and day, written with all its deliveries in one transaction; deliveries are
-- then worked off with retries.
CREATE TABLE app.message (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  -- The day in Vietnam that it is for.
  day date NOT NULL,
  -- As src/urging/contract.ts describes (Digest); the words are made in the reader's language.
  content jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  CONSTRAINT message_pk PRIMARY KEY (account_id, id)
);
CREATE TABLE app.message_delivery (
  account_id uuid NOT NULL,
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  channel text COLLATE "C" NOT NULL,
  address text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  -- One entry for each try: when, and what the other side said.
  tries jsonb NOT NULL,
  -- While waiting: not before. A worker that takes it moves this on, so that it comes back if the worker dies.
  next_at timestamptz NOT NULL,
  settled_at timestamptz,
  CONSTRAINT message_delivery_pk PRIMARY KEY (account_id, id)
);
SELECT app.distribute('app.message', NULL);
SELECT app.distribute('app.message_delivery', NULL);
ALTER TABLE app.message ADD CONSTRAINT message_day_uq UNIQUE (account_id, day);
ALTER TABLE app.message_delivery ADD CONSTRAINT message_delivery_channel_uq UNIQUE (account_id, message_id, channel);
ALTER TABLE app.message_delivery ADD CONSTRAINT message_delivery_channel_ck CHECK (channel IN ('email', 'sms'));
ALTER TABLE app.message_delivery ADD CONSTRAINT message_delivery_state_ck CHECK (state IN ('waiting', 'sent', 'failed'));
CREATE INDEX message_unread_ix ON app.message (account_id) WHERE read_at IS NULL;
CREATE INDEX message_delivery_due_ix ON app.message_delivery (next_at) WHERE state = 'waiting';
