/**
 * Columns that say the same thing twice would count twice: a full name beside its family and given names. Evidence
 * is added up as if fields erred independently, so such columns are found and one side of them left out.
 */
import type { Table } from './table.ts';

/** One column's words stand in the other's in so many rows. */
const MOSTLY = 0.8;
const LOOKED_AT = 5_000;

/** Fields to leave out. Of a whole and two or more of its parts the whole goes; of two alike the later one. */
export function redundantFields(table: Table): Set<number> {
  const fields = [...table.fields.keys()].filter((f) => ['name', 'text'].includes(table.fields[f]!.kind));
  const parts = new Map(fields.map((f) => [f, fields.filter((g) => g !== f && isWithin(table, g, f))]));
  const out = new Set<number>();
  for (const whole of fields)
    if (parts.get(whole)!.filter((g) => !parts.get(g)!.includes(whole)).length >= 2) out.add(whole);
  for (const whole of fields) {
    if (out.has(whole)) continue;
    for (const part of parts.get(whole)!) {
      const alike = parts.get(part)!.includes(whole);
      if (!out.has(part) && (!alike || part > whole)) out.add(part);
    }
  }
  return out;
}

/** Do the words of field `part` stand in field `whole` of the same record, nearly always? */
function isWithin(table: Table, part: number, whole: number): boolean {
  const width = table.fields.length;
  const step = Math.max(1, Math.floor(table.count / LOOKED_AT));
  let [both, within] = [0, 0];
  for (let i = 0; i < table.count; i += step) {
    const [p, w] = [table.rows[i * width + part]!, table.rows[i * width + whole]!];
    if (p < 0 || w < 0) continue;
    both++;
    const words = new Set(table.stores[whole]!.wordsOf(w));
    if (table.stores[part]!.wordsOf(p).every((word) => words.has(word))) within++;
  }
  return both > 20 && within >= MOSTLY * both;
}
