/** The bench's rows in PostgreSQL: out of a table as pages, clusters into another and committed. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { type LinkResult, linkPages } from '../../src/linkage/link-records.ts';
import type { Model } from '../../src/linkage/model.ts';
import { PERSON_FIELDS } from '../../src/linkage/person-schema.ts';
import type { LinkRecord } from '../../src/linkage/schema.ts';
import { copyOut } from '../../src/platform/copy-out.ts';
import { copyRows } from '../../src/platform/copy-rows.ts';
import type { Database, Tx } from '../../src/platform/database.ts';

const BENCH = { accountId: null, name: 'bench', onBehalfOf: null, requestId: 'bench', reason: null };
const NAMES = PERSON_FIELDS.map(({ name }) => name);

/** Lays the records into a new table `told`, with an empty table `cluster_of` beside it. */
export async function fillTables(db: Database, records: readonly LinkRecord[]): Promise<void> {
  await db.transaction(BENCH, async (tx) => {
    await tx.query('DROP TABLE IF EXISTS told, cluster_of');
    await tx.query(`CREATE TABLE told (id text NOT NULL, ${NAMES.map((name) => `${name} text`).join(', ')})`);
    await tx.query('CREATE TABLE cluster_of (record_id text NOT NULL, cluster text NOT NULL)');
    await copyRows(
      tx,
      'told',
      ['id', ...NAMES],
      records.values().map(({ id, values }) => [id, ...values]),
    );
  });
  await db.query('VACUUM (FREEZE, ANALYZE) told');
}

export const emptyClusters = (db: Database): Promise<unknown> => db.query('TRUNCATE cluster_of');

/** From the rows in one table to committed clusters in the other. `onServer` is told the number of the server's process. */
export const linkInPostgres = (
  db: Database,
  model: Model,
  onServer: (process: number) => void = () => {},
): Promise<LinkResult> =>
  db.transaction(BENCH, async (tx) => {
    const { rows } = await tx.query<{ process: number }>('SELECT pg_backend_pid() AS process');
    onServer(rows[0]!.process);
    const result = await linkPages(model, NAMES, copyOut(tx, `SELECT id, ${NAMES.join(', ')} FROM told`));
    await writeClusters(tx, result);
    return result;
  });

const CHUNK_BYTES = 256 * 1024;
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
/** The count of the columns, and the length of each. */
const ROW_HEADER = 2 + 2 * 4;

const writeClusters = (tx: Tx, result: LinkResult): Promise<void> =>
  pipeline(
    Readable.from(clusterRows(result)),
    tx.query(copyFrom('COPY cluster_of FROM STDIN (FORMAT binary)')),
  );

function* clusterRows({ table: { ids }, clusters }: LinkResult): Generator<Buffer> {
  yield HEADER;
  for (let i = 0; i < clusters.length; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let used = 0;
    for (; i < clusters.length; i++) {
      const cluster = clusters[i]!;
      if (used + ids.byteLength(i) + ids.byteLength(cluster) + ROW_HEADER > CHUNK_BYTES) break;
      used = chunk.writeInt16BE(2, used);
      used = ids.write(i, chunk, chunk.writeInt32BE(ids.byteLength(i), used));
      used = ids.write(cluster, chunk, chunk.writeInt32BE(ids.byteLength(cluster), used));
    }
    yield chunk.subarray(0, used);
  }
  yield TRAILER;
}
