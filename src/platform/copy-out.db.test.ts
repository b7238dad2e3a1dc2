import assert from 'node:assert/strict';
import test from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { type CopiedPage, copyOut } from './copy-out.ts';

const db = await testDatabase();

/** What a page says, by the rules of binary COPY. */
function cellsOf({ bytes, starts }: CopiedPage, width: number): (string | null)[][] {
  const view = new DataView(bytes.buffer);
  return Array.from(starts, (start) => {
    let at = start;
    return Array.from({ length: width }, () => {
      const length = view.getInt32(at);
      at += 4 + Math.max(0, length);
      return length < 0 ? null : new TextDecoder().decode(bytes.slice(at - length, at));
    });
  });
}

test('every row comes once and in order, however long, and the connection serves on', async () => {
  const client = await db.pool.connect();
  try {
    for (const rows of [0, 1, 200_000]) {
      const query = `SELECT n::text, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'Nguyễn Thị Hoà' END
        FROM generate_series(1, ${rows}) AS n`;
      const found: (string | null)[][] = [];
      for await (const page of copyOut(client, query)) for (const row of cellsOf(page, 2)) found.push(row);
      const expected = Array.from({ length: rows }, (_, i) => [
        String(i + 1),
        [null, '', 'Nguyễn Thị Hoà'][(i + 1) % 3]!,
      ]);
      assert.deepEqual(found, expected);
      assert.equal((await client.query('SELECT 1 AS one')).rows[0].one, 1);
    }
    const long: (string | null)[][] = [];
    for await (const page of copyOut(client, "SELECT 'a', repeat('ă', 5000000) UNION ALL SELECT 'b', 'x'"))
      long.push(...cellsOf(page, 2));
    assert.deepEqual(
      long.map(([, text]) => text!.length),
      [5_000_000, 1],
    );
  } finally {
    client.release();
  }
});

test('what the server refuses is thrown, also in the middle, and who stops early may go on', async () => {
  const client = await db.pool.connect();
  try {
    const readAll = async (query: string): Promise<number> => {
      let rows = 0;
      for await (const { starts } of copyOut(client, query)) rows += starts.length;
      return rows;
    };
    await assert.rejects(readAll('SELECT nothing'), /nothing/);
    await assert.rejects(readAll('SELECT 1 / (150000 - n) FROM generate_series(1, 200000) AS n'), /zero/);
    const first = copyOut(client, `SELECT repeat('x', 100) FROM generate_series(1, 500000)`);
    assert.equal((await first.next()).done, false);
    await first.return(undefined);
    assert.equal(await readAll('SELECT 1 FROM generate_series(1, 10)'), 10);
  } finally {
    client.release();
  }
});
