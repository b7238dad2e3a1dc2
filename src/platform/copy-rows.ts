import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Tx } from './database.ts';

export type CopyValue = string | number | boolean | null | readonly string[] | object;

// Rows are handed to the socket in pieces of this size: smaller ones cost a system call each, larger ones memory.
const CHUNK_CHARS = 256 * 1024;

const escapeText = (text: string): string =>
  /[\\\n\r\t]/.test(text)
    ? text.replace(/[\\\n\r\t]/g, (c) =>
        c === '\n' ? '\\n' : c === '\r' ? '\\r' : c === '\t' ? '\\t' : '\\\\',
      )
    : text;

function field(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value.includes('\0') ? value.replaceAll('\0', '') : value);
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
  let chunk = '';
  let stream: ReturnType<typeof copyFrom> | null = null;
  const flush = async () => {
    stream ??= tx.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
    const more = stream.write(chunk);
    chunk = '';
    if (!more) await Promise.race([once(stream, 'drain'), finished(stream)]);
  };
  for (const row of rows) {
    let line = field(row[0]!);
    for (let i = 1; i < row.length; i++) line += `\t${field(row[i]!)}`;
    chunk += `${line}\n`;
    count++;
    if (chunk.length > CHUNK_CHARS) await flush();
  }
  if (count === 0) return 0;
  if (chunk !== '') await flush();
  stream!.end();
  await finished(stream!);
  return count;
}
