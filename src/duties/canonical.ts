/** The canonical form of what is submitted, and its hash: equal content hashes alike, whatever the order of its parts. */
import { createHash } from 'node:crypto';

// The form of what is hashed: a change of it needs another mark, so that old hashes can still be checked.
const FORM = 'sotiem-submission/1';

/** JSON with the keys of every object in the order of their code units. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}

export const hashContent = (content: object): string =>
  createHash('sha256')
    .update(`${FORM}\n${canonicalJson(content)}`)
    .digest('hex');
