import pg from 'pg';
import type { Actor } from '../kernel/actor.ts';

/** A connection inside one transaction. */
export type Tx = pg.PoolClient;

export type Database = Readonly<{
  pool: pg.Pool;
  /** One statement outside a transaction (reads). */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs `work` in one transaction whose audit rows carry `actor`; rolls back when it throws.
   * `mode: 'dry-run'` runs the same work and rolls back at its end (a dry run is the real run, rolled back).
   */
  transaction<T>(actor: Actor, work: (tx: Tx) => Promise<T>, mode?: 'commit' | 'dry-run'): Promise<T>;
  close(): Promise<void>;
}>;

/**
 * Whether the connection was lost, by a stopped server or a cut line: what was under way is undone and may be tried
 * again (SQLSTATE classes 08 and 57P, and what the socket says).
 */
export const isConnectionLoss = (error: unknown): boolean =>
  error instanceof Error &&
  (/^(08...|57P0.|ECONN\w+|EPIPE)$/.test((error as NodeJS.ErrnoException).code ?? '') ||
    error.message.startsWith('Connection terminated'));

// Dates stay text (a Date object would move a birthday across a zone); bigint counts fit a double here.
const types = new pg.TypeOverrides();
types.setTypeParser(1082, (text: string) => text);
types.setTypeParser(20, (text: string) => Number(text));

export function openDatabase(url: string, options: { max?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    application_name: 'sotiem',
  });
  // An idle client whose server went away must not end the process; the next query reports the trouble.
  pool.on('error', () => {});
  // Nor one in use: its query fails, which is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    pool,
    async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await pool.query<Row>(text, values as unknown[])).rows;
    },
    async transaction(actor, work, mode = 'commit') {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        await client.query(
          `SELECT set_config('app.account_id', $1, true), set_config('app.actor', $2, true),
                  set_config('app.on_behalf_of', $3, true), set_config('app.request_id', $4, true),
                  set_config('app.reason', $5, true), set_config('app.unit_id', $6, true)`,
          [
            actor.accountId ?? '',
            actor.name,
            actor.onBehalfOf ?? '',
            actor.requestId,
            actor.reason ?? '',
            String(actor.unitId ?? ''),
          ],
        );
        const result = await work(client);
        await client.query(mode === 'commit' ? 'COMMIT' : 'ROLLBACK');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((rollbackError: Error) => {
          broken = rollbackError;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
