/** Coverage of a unit: people by residence kind and age group with their doses, for itself, its children or its communes. */
import type { Units } from '../areas/units.ts';
import { recordedWithin } from '../immunizations/recorded-units.ts';
import type { AgeBand } from '../kernel/age-band.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { countCells } from './count-cells.ts';

export const RESIDENCE_KINDS = ['permanent', 'temporary', 'absent', 'transient'] as const;

export type CoverageRow = Readonly<{
  /** Code of the unit on the map date, or "unassigned". */
  unit: string;
  unitName: string;
  residenceKind: (typeof RESIDENCE_KINDS)[number];
  ageBand: AgeBand;
  residents: number;
  dose1: number;
  dose2: number;
  dose3: number;
  full: number;
  none: number;
}>;

export type Coverage = Readonly<{
  rows: readonly CoverageRow[];
  /** Injected by these communes but counted elsewhere, or on no list at all: beside the table, not in it. */
  beside: Readonly<{ nonResidents: number; onNoList: number }>;
  completeness: Readonly<{
    communes: number;
    communesWithData: number;
    files: number;
    rowsInReview: number;
    asOf: string | null;
    lastChangedAt: string | null;
  }>;
  mapStatus: string;
}>;

export type CoverageQuery = Readonly<{
  unitCode: string;
  by: 'self' | 'children' | 'communes';
  date: PlainDate;
  mapDate: PlainDate;
}>;

/**
 * Answers one coverage question. People of units whose place on the map is not one unit stand in the row
 * "unassigned", which every sum includes. Throws `unit_unknown`.
 */
export async function coverage(db: Database, units: Units, query: CoverageQuery): Promise<Coverage> {
  const unit = units.byCode(query.unitCode, query.mapDate);
  const inside = await recordedWithin(db, units, unit.id, query.mapDate);
  const target = new Map(
    inside.map((id): [number, number | 'unassigned'] => {
      const placed = units.mapTo(id, query.mapDate);
      return [
        id,
        'unitId' in placed
          ? groupOf(units, placed.unitId, unit.id, query)
          : query.by === 'self'
            ? unit.id
            : 'unassigned',
      ];
    }),
  );
  const groups = groupsOf(units, unit.id, query);
  const sums = new Map<number | 'unassigned', Map<string, CoverageRow>>();
  for (const cell of await countCells(db, inside, query.date)) {
    const group = target.get(cell.unitId)!;
    const cells = sums.get(group) ?? new Map<string, CoverageRow>();
    sums.set(group, cells);
    const key = `${cell.kind} ${cell.band}`;
    const before = cells.get(key);
    cells.set(key, {
      ...label(units, group, query),
      residenceKind: cell.kind as CoverageRow['residenceKind'],
      ageBand: cell.band,
      residents: cell.residents + (before?.residents ?? 0),
      dose1: cell.dose1 + (before?.dose1 ?? 0),
      dose2: cell.dose2 + (before?.dose2 ?? 0),
      dose3: cell.dose3 + (before?.dose3 ?? 0),
      full: cell.full + (before?.full ?? 0),
      none: cell.residents - cell.dose1 + (before?.none ?? 0),
    });
  }
  const rows: CoverageRow[] = [];
  for (const group of [...groups, ...(sums.has('unassigned') ? (['unassigned'] as const) : [])]) {
    const cells = sums.get(group);
    const naming = label(units, group, query);
    for (const residenceKind of RESIDENCE_KINDS)
      for (const ageBand of AGE_BANDS) {
        const row = cells?.get(`${residenceKind} ${ageBand}`);
        if (row !== undefined && row.residents !== 0) rows.push(row);
        else if (ageBand !== 'unknown')
          rows.push({
            ...naming,
            residenceKind,
            ageBand,
            residents: 0,
            dose1: 0,
            dose2: 0,
            dose3: 0,
            full: 0,
            none: 0,
          });
      }
  }
  return {
    rows,
    ...(await watermark(db, units, unit.id, inside, query)),
    mapStatus: units.mapDay(query.mapDate).status,
  };
}

function groupOf(units: Units, placed: number, root: number, { by, mapDate }: CoverageQuery): number {
  if (by === 'self') return root;
  if (by === 'communes') return placed;
  const chain = units.ancestors(placed, mapDate).map(({ id }) => id);
  return chain[chain.indexOf(root) - 1] ?? root;
}

function groupsOf(units: Units, root: number, { by, mapDate }: CoverageQuery): number[] {
  if (by === 'self') return [root];
  const below = by === 'children' ? units.children(root, mapDate) : units.communesUnder(root, mapDate);
  return below.length === 0 ? [root] : below.map(({ id }) => id);
}

function label(
  units: Units,
  group: number | 'unassigned',
  { mapDate }: CoverageQuery,
): { unit: string; unitName: string } {
  if (group === 'unassigned') return { unit: 'unassigned', unitName: 'unassigned' };
  const unit = units.get(group, mapDate);
  return { unit: unit.code, unitName: unit.fullName };
}

async function watermark(
  db: Database,
  units: Units,
  root: number,
  inside: readonly number[],
  { mapDate }: CoverageQuery,
) {
  const [editions, review, beside] = await Promise.all([
    db.pool.query<{ unit_id: number; files: number; as_of: string | null; changed: Date | null }>({
      name: 'coverage-editions',
      text: `SELECT unit_id, count(*)::int AS files, max(as_of)::text AS as_of, max(loaded_at) AS changed FROM app.list_edition
             WHERE unit_id = ANY($1::int[]) AND superseded_by IS NULL AND file_sha256 <> 'form' GROUP BY unit_id`,
      values: [inside],
    }),
    db.pool.query<{ rows: number }>({
      name: 'coverage-review',
      text: 'SELECT coalesce(sum(rows_in_review), 0)::int AS rows FROM app.person WHERE rows_in_review > 0 AND unit_id = ANY($1::int[])',
      values: [inside],
    }),
    db.pool.query<{ reason: string; people: number }>({
      name: 'coverage-beside',
      text: 'SELECT reason, count(DISTINCT person_id)::int AS people FROM app.injected_beside WHERE unit_id = ANY($1::int[]) GROUP BY reason',
      values: [inside],
    }),
  ]);
  const communes = units.communesUnder(root, mapDate);
  const withData = new Set(
    editions.rows.map(({ unit_id }) => {
      const placed = units.mapTo(unit_id, mapDate);
      return 'unitId' in placed ? placed.unitId : unit_id;
    }),
  );
  const latest = editions.rows.reduce<Date | null>(
    (last, { changed }) => (changed !== null && (last === null || changed > last) ? changed : last),
    null,
  );
  const people = (reason: string): number => beside.rows.find((row) => row.reason === reason)?.people ?? 0;
  return {
    beside: { nonResidents: people('non_resident'), onNoList: people('on_no_list') },
    completeness: {
      communes: communes.length,
      communesWithData: communes.filter(({ id }) => withData.has(id)).length,
      files: editions.rows.reduce((sum, { files }) => sum + files, 0),
      rowsInReview: review.rows[0]?.rows ?? 0,
      asOf:
        editions.rows
          .map(({ as_of }) => as_of)
          .sort()
          .at(-1) ?? null,
      lastChangedAt: latest?.toISOString() ?? null,
    },
  };
}
