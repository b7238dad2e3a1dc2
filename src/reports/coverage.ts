/** Coverage of a unit: people by residence kind and age group with their doses, for itself, its children or its communes. */
import type { Units } from '../areas/units.ts';
import type { AgeBand } from '../kernel/age-band.ts';
import { AGE_BANDS } from '../kernel/age-band.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { type CountCell, countCells } from './count-cells.ts';

export const RESIDENCE_KINDS = ['permanent', 'temporary', 'absent', 'transient'] as const;

export type CoverageRow = Readonly<{
  /** Code of the unit on the map date, or "unassigned". */
  unit: string;
  unitName: string;
  /** Full name of the unit between it and the one asked for, where there is one: of a commune its district. */
  unitParent: string | null;
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
    /** Codes of the communes that handed in nothing. */
    withoutData: readonly string[];
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
 *
 * Whoever changes a figure touches the clock of the totals in the same transaction. So an answer holds until the clock is
 * written again, and an answer during which it was written is asked anew: it could mix two states.
 */
export async function coverage(db: Database, units: Units, query: CoverageQuery): Promise<Coverage> {
  const answers = answersOf(db);
  const key = [query.unitCode, query.by, query.date, query.mapDate].join(' ');
  for (let attempt = 1; ; attempt++) {
    const state = await registerState(db);
    const known = answers.get(key);
    if (known?.state === state) return known.answer;
    const answer = await count(db, units, query);
    if (state === (await registerState(db))) {
      if (answers.size >= KEPT_ANSWERS) answers.clear();
      answers.set(key, { state, answer });
      return answer;
    }
    if (attempt === ATTEMPTS) return answer;
  }
}

const KEPT_ANSWERS = 64;
const ATTEMPTS = 3;

type Answers = Map<string, { state: string; answer: Coverage }>;
const answersByPool = new WeakMap<object, Answers>();

function answersOf({ pool }: Database): Answers {
  let answers = answersByPool.get(pool);
  if (answers === undefined) {
    answers = new Map();
    answersByPool.set(pool, answers);
  }
  return answers;
}

/**
 * Names the state of the register's figures: another after every commit that changes one. Lists move the clock; doses of a
 * table, of which many come at once, only add their deltas, which are few at any time (fold-counts.ts).
 */
async function registerState(db: Database): Promise<string> {
  const { rows } = await db.pool.query<{ state: string }>({
    name: 'register-state',
    text: `SELECT xmin || ' ' || (SELECT count(*) FROM app.count_delta) AS state FROM app.count_clock WHERE id = 1`,
  });
  return rows[0]?.state ?? '';
}

async function count(db: Database, units: Units, query: CoverageQuery): Promise<Coverage> {
  const unit = units.byCode(query.unitCode, query.mapDate);
  const inside = units.everWithin(unit.id, query.mapDate);
  const [cells, marks] = await Promise.all([
    countCells(db, inside, query.date),
    watermark(db, units, unit.id, inside, query),
  ]);
  return {
    rows: toRows(units, unit.id, cells, query),
    ...marks,
    mapStatus: units.mapDay(query.mapDate).status,
  };
}

const BLANK = { residents: 0, dose1: 0, dose2: 0, dose3: 0, full: 0 };

/** Sums cells of units of record into the groups asked for, each with all its kinds and age groups. */
function toRows(
  units: Units,
  root: number,
  cells: readonly CountCell[],
  query: CoverageQuery,
): CoverageRow[] {
  const groups = new Set(groupsOf(units, root, query));
  const groupOfUnit = new Map<number, Group>();
  const sums = new Map<Group, Map<string, typeof BLANK>>();
  for (const cell of cells) {
    let group = groupOfUnit.get(cell.unitId);
    if (group === undefined) {
      group = groupOf(units, cell.unitId, root, groups, query);
      groupOfUnit.set(cell.unitId, group);
    }
    let here = sums.get(group);
    if (here === undefined) {
      here = new Map();
      sums.set(group, here);
    }
    const key = `${cell.kind} ${cell.band}`;
    const sum = here.get(key);
    if (sum === undefined) here.set(key, { ...BLANK, ...figuresOf(cell) });
    else {
      sum.residents += cell.residents;
      sum.dose1 += cell.dose1;
      sum.dose2 += cell.dose2;
      sum.dose3 += cell.dose3;
      sum.full += cell.full;
    }
  }
  const rows: CoverageRow[] = [];
  for (const group of [...groups, ...(sums.has('unassigned') ? (['unassigned'] as const) : [])]) {
    const here = sums.get(group);
    const named = label(units, group, root, query);
    for (const residenceKind of RESIDENCE_KINDS)
      for (const ageBand of AGE_BANDS) {
        const sum = here?.get(`${residenceKind} ${ageBand}`) ?? BLANK;
        if (sum.residents === 0 && ageBand === 'unknown') continue;
        const { residents, dose1, dose2, dose3, full } = sum.residents === 0 ? BLANK : sum;
        rows.push({
          ...named,
          residenceKind,
          ageBand,
          residents,
          dose1,
          dose2,
          dose3,
          full,
          none: residents - dose1,
        });
      }
  }
  return rows;
}

const figuresOf = ({ residents, dose1, dose2, dose3, full }: CountCell): typeof BLANK => ({
  residents,
  dose1,
  dose2,
  dose3,
  full,
});

type Group = number | 'unassigned';

/** The group in which people of a unit of record stand; those of a unit above the groups are not yet assigned to one. */
function groupOf(
  units: Units,
  unitId: number,
  root: number,
  groups: ReadonlySet<number>,
  { by, mapDate }: CoverageQuery,
): Group {
  if (by === 'self') return root;
  const placed = units.mapTo(unitId, mapDate);
  if (!('unitId' in placed)) return 'unassigned';
  if (by === 'communes') return groups.has(placed.unitId) ? placed.unitId : 'unassigned';
  const group = units.ancestors(placed.unitId, mapDate).find(({ id }) => groups.has(id));
  return group?.id ?? 'unassigned';
}

function groupsOf(units: Units, root: number, { by, mapDate }: CoverageQuery): number[] {
  if (by === 'self') return [root];
  const below = by === 'children' ? units.children(root, mapDate) : units.communesUnder(root, mapDate);
  return below.length === 0 ? [root] : below.map(({ id }) => id);
}

function label(
  units: Units,
  group: Group,
  root: number,
  { mapDate }: CoverageQuery,
): Pick<CoverageRow, 'unit' | 'unitName' | 'unitParent'> {
  if (group === 'unassigned') return { unit: 'unassigned', unitName: 'unassigned', unitParent: null };
  const { code, fullName, parentId } = units.get(group, mapDate);
  const between = group === root || parentId === root ? null : parentId;
  return {
    unit: code,
    unitName: fullName,
    unitParent: between === null ? null : units.get(between, mapDate).fullName,
  };
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
  const withoutData = communes.flatMap(({ id, code }) => (withData.has(id) ? [] : [code]));
  const latest = editions.rows.reduce<Date | null>(
    (last, { changed }) => (changed !== null && (last === null || changed > last) ? changed : last),
    null,
  );
  const people = (reason: string): number => beside.rows.find((row) => row.reason === reason)?.people ?? 0;
  return {
    beside: { nonResidents: people('non_resident'), onNoList: people('on_no_list') },
    completeness: {
      communes: communes.length,
      communesWithData: communes.length - withoutData.length,
      withoutData,
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
