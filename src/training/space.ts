import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Database } from '../platform/database.ts';

/** The training space: the same product on a database of its own, which is all that it can reach. */
export type TrainingSpace = Readonly<{
  /** Its database, made and brought up to date when it is first asked for. Throws `training_unavailable`. */
  db(): Promise<Database>;
  /** Answers a request below TRAINING_BASE. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Throws all that was practised away. */
  reset(): Promise<void>;
  stop(): Promise<void>;
  /** Stops it and takes its database away. */
  remove(): Promise<void>;
}>;
