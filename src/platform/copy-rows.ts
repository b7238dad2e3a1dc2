import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './database.ts';

export type CopyValue = string | number | boolean | null | readonly string[] | object;

// Rows are handed to the socket in pieces of this size: smaller ones cost a system call each, larger ones memory.
const CHUNK_BYTES = 256 * 1024;

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
  '\0': '',
};

const escapeText = (text: string): string =>
  /[\\\n\r\t\0]/.test(text) ? text.replace(/[\\\n\r\t\0]/g, (c) => ESCAPES[c]!) : text;

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (Array.isArray(value))
    return escapeText(`{${value.map((item) => `"${String(item).replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
  // JSON may not carry U+0000 into jsonb.
  return escapeText(JSON.stringify(value).replaceAll('\\u0000', ''));
}

/** COPYs rows into a table (name and columns are the caller's constants, never input). Objects become JSON, string arrays arrays. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  let count = 0;
  // Rows are encoded one by one: a text of many rows, most of them ASCII, would be encoded at half the speed.
  let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = 0;
  let stream: ReturnType<typeof copyFrom> | null = null;
  const flush = async () => {
    stream ??= tx.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
    const more = stream.write(chunk.subarray(0, used));
    chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    used = 0;
    if (!more) await drained(stream);
  };
  for (const row of rows) {
    let line = field(row[0]!);
    for (let i = 1; i < row.length; i++) line += `\t${field(row[i]!)}`;
    line += '\n';
    count++;
    // A character takes three bytes at most.
    const room = line.length * 3;
    if (used + room > chunk.length) {
      if (used > 0) await flush();
      if (room > chunk.length) chunk = Buffer.allocUnsafe(room);
    }
    used += chunk.write(line, used);
  }
  if (count === 0) return 0;
  if (used > 0) await flush();
  stream!.end();
  await finished(stream!);
  return count;
}

/** Waits until the stream takes more, or throws as it broke; leaves no listener behind, for a long COPY waits often. */
async function drained(stream: Writable): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  try {
    await Promise.race([once(stream, 'drain', { signal }), finished(stream, { signal, cleanup: true })]);
  } finally {
    over.abort();
  }
}
