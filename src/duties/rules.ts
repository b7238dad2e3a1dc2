/** How a duty stands, how complete and timely many of them are, and what is worth a second look in an answer. Pure; the browser uses it too. */
import type { Answer, DutyState, Fields, Figures, Form } from './contract.ts';

/** The one state of a duty at a moment. */
export function stateOf(
  dueAt: string,
  answer: Pick<Answer, 'state' | 'zeroReason'> | null,
  at: string,
): DutyState {
  if (answer === null || answer.state === 'draft')
    return at > dueAt ? 'late' : answer === null ? 'not_started' : 'draft';
  if (answer.state === 'returned') return 'returned';
  return answer.zeroReason === null ? answer.state : 'zero_reported';
}

const RECEIVED: readonly DutyState[] = ['submitted', 'accepted', 'zero_reported'];
/** Sent and not sent back. A reported zero is received: it is not missing. */
export const isReceived = (state: DutyState): boolean => RECEIVED.includes(state);

export type Completeness = Readonly<{
  expected: number;
  received: number;
  /** Of the received: first sent in time, or after it. */
  onTime: number;
  late: number;
  /** Past their time, and nothing received. */
  missing: number;
  /** Sent back, and not yet sent again. */
  returned: number;
  /** Not yet due and not yet received. */
  waiting: number;
  zero: number;
}>;

export const NO_DUTIES: Completeness = {
  expected: 0,
  received: 0,
  onTime: 0,
  late: 0,
  missing: 0,
  returned: 0,
  waiting: 0,
  zero: 0,
};

/** Counts duties: expected = received + missing + returned + waiting, and received = onTime + late. */
export function countDuties(
  duties: Iterable<Readonly<{ state: DutyState; onTime: boolean | null }>>,
): Completeness {
  const counts = { ...NO_DUTIES };
  for (const { state, onTime } of duties) {
    counts.expected++;
    if (isReceived(state)) {
      counts.received++;
      if (onTime === false) counts.late++;
      else counts.onTime++;
      if (state === 'zero_reported') counts.zero++;
    } else if (state === 'returned') counts.returned++;
    else if (state === 'late') counts.missing++;
    else counts.waiting++;
  }
  return counts;
}

/** The same for all of several: sums over children. */
export function addCompleteness(all: Iterable<Completeness>): Completeness {
  const sum: Record<keyof Completeness, number> = { ...NO_DUTIES };
  for (const one of all) for (const key of Object.keys(sum) as (keyof Completeness)[]) sum[key] += one[key];
  return sum;
}

/** Received of expected, in percent: from 0 to 100; null where nothing is expected. */
export const percentReceived = ({ expected, received }: Completeness): number | null =>
  expected === 0 ? null : (100 * received) / expected;

/** The most urgent first: what was sent back, what is late, then what is due soonest; what is done last. */
export function byUrgency(
  a: Readonly<{ state: DutyState; dueAt: string; key: string }>,
  b: Readonly<{ state: DutyState; dueAt: string; key: string }>,
): number {
  const rank = (state: DutyState): number =>
    state === 'returned' ? 0 : state === 'late' ? 1 : isReceived(state) ? 3 : 2;
  return (
    rank(a.state) - rank(b.state) ||
    (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  );
}

/** Fields of the daily report (after QĐ 3588/QĐ-BYT, annex 5): sites, people injected by dose, reactions. */
export const DAILY_FIELDS = [
  'sites',
  'injected.dose1',
  'injected.dose2',
  'injected.dose3',
  'reactions.common',
  'reactions.severe',
] as const;
/** What is told of the doses of each vaccine in a stock report; whole doses. */
export const STOCK_MEASURES = ['received', 'used', 'discarded', 'left'] as const;

export type LotMeasure = (typeof STOCK_MEASURES)[number];
export type LotField = Readonly<{ item: string; lot: string; measure: LotMeasure }>;

/** Doses of a lot in the daily report (QĐ 3588/QĐ-BYT and QĐ 43/QĐ-BYT, annex 5): the field `product|lot.measure`. */
export const lotField = (item: string, lot: string, measure: LotMeasure): string =>
  `${item}|${lot}.${measure}`;

/** What a field of the report says of a lot; null for a field that is none of a lot. */
export function readLotField(field: string): LotField | null {
  const match = /^([^|]+)\|(.+)\.(\w+)$/.exec(field);
  const measure = STOCK_MEASURES.find((one) => one === match?.[3]);
  return match === null || measure === undefined ? null : { item: match[1]!, lot: match[2]!, measure };
}

/**
 * The first report of a severe event (TT 34/2018/TT-BYT, annex of severe events): who by age and sex, never by name, which
 * dose, what happened and what was done. Words; kinds and outcomes by their code, moments as ISO 8601.
 */
export const SEVERE_FIELDS = [
  'sex',
  'born',
  'commune',
  'vaccine',
  'lot',
  'dose',
  'given',
  'type',
  'onset',
  'symptoms',
  'treatment',
  'outcome',
  'phoned',
  'cause',
] as const;
export type SevereField = (typeof SEVERE_FIELDS)[number];
/** Without these there is nothing to act upon; the rest is told as it becomes known, in a new version. */
export const SEVERE_NEEDED: readonly SevereField[] = ['type', 'onset', 'symptoms', 'outcome'];
/** How many people had the same lot at the place on the day, and how many of them had any reaction. */
export const SEVERE_FIGURES = ['same_lot.injected', 'same_lot.reactions'] as const;

const INJECTED = DAILY_FIELDS.filter((field) => field.startsWith('injected.'));

/** Parts of a form that are filled, of all that are asked for. */
export function fillOf(
  form: Form,
  {
    figures,
    fields,
    text,
    fileId,
  }: Readonly<{ figures: Figures; fields: Fields; text: string | null; fileId: string | null }>,
): Readonly<{ filled: number; asked: number }> {
  if (form === 'severe_event')
    return {
      filled: SEVERE_FIELDS.filter((field) => fields[field] !== undefined).length,
      asked: SEVERE_FIELDS.length,
    };
  if (form === 'free_text') return { filled: text === null && fileId === null ? 0 : 1, asked: 1 };
  if (form === 'daily_vaccination') return countFilled(figures, DAILY_FIELDS);
  if (form === 'stock') return countFilled(figures, productsOf(figures).flatMap(stockKeys));
  return { filled: Object.keys(figures).length, asked: Object.keys(figures).length };
}

const countFilled = (figures: Figures, keys: readonly string[]) => ({
  filled: keys.filter((key) => figures[key] !== undefined).length,
  asked: keys.length,
});
const stockKeys = (product: string): string[] => STOCK_MEASURES.map((measure) => `${product}.${measure}`);
const productsOf = (figures: Figures): string[] => [
  ...new Set(Object.keys(figures).map((key) => key.slice(0, key.lastIndexOf('.')))),
];

export type DutyFinding = Readonly<{
  code: string;
  severity: 'warning';
  field: string;
  params: Readonly<Record<string, string | number>>;
}>;

/**
 * What is worth a second look in an answer; never blocks. `counted` is what the register gives for the same figures,
 * `before` the figures of the answer before (a stock goes on from what was left).
 */
export function checkAnswer(
  form: Form,
  figures: Figures,
  counted: Figures,
  before: Figures,
  zero: boolean,
): DutyFinding[] {
  if (form === 'daily_vaccination') return zero ? zeroAgainst(counted) : injectedAgainst(figures, counted);
  if (form === 'stock')
    return zero ? [] : productsOf(figures).flatMap((product) => stockOf(product, figures, counted, before));
  return [];
}

const zeroAgainst = (counted: Figures): DutyFinding[] => {
  const named = Object.values(counted).reduce((sum, n) => sum + n, 0);
  return named === 0
    ? []
    : [{ code: 'duty_zero_but_named', severity: 'warning', field: 'sites', params: { named } }];
};

/** Doses declared and not entered by name, or named and not declared: the gap that became 14 million doses in 2022. */
const injectedAgainst = (figures: Figures, counted: Figures): DutyFinding[] =>
  INJECTED.flatMap((field): DutyFinding[] => {
    const [declared, named] = [figures[field], counted[field] ?? 0];
    if (declared === undefined || declared === named) return [];
    const code = declared > named ? 'duty_declared_not_named' : 'duty_named_not_declared';
    return [
      {
        code,
        severity: 'warning',
        field,
        params: { declared, named, difference: Math.abs(declared - named) },
      },
    ];
  });

function stockOf(product: string, figures: Figures, counted: Figures, before: Figures): DutyFinding[] {
  const of = (measure: (typeof STOCK_MEASURES)[number], from = figures): number | undefined =>
    from[`${product}.${measure}`];
  const findings: DutyFinding[] = [];
  const [received, used, discarded, left] = STOCK_MEASURES.map((measure) => of(measure)) as (
    | number
    | undefined
  )[];
  const stood = of('left', before) ?? 0;
  if (received !== undefined && used !== undefined && discarded !== undefined && left !== undefined) {
    const expected = stood + received - used - discarded;
    if (expected !== left)
      findings.push({
        code: 'duty_stock_differs',
        severity: 'warning',
        field: `${product}.left`,
        params: { before: stood, received, used, discarded, expected, left },
      });
  }
  const named = of('used', counted) ?? 0;
  if (used !== undefined && used < named)
    findings.push({
      code: 'duty_used_below_named',
      severity: 'warning',
      field: `${product}.used`,
      params: { used, named },
    });
  return findings;
}

/** Figures that differ, came or went, by their fields. */
export function compareAnswers(
  before: Figures,
  now: Figures,
): { field: string; before: number | null; now: number | null }[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .sort()
    .flatMap((field) =>
      before[field] === now[field] ? [] : [{ field, before: before[field] ?? null, now: now[field] ?? null }],
    );
}

/** The sum of answers, field by field: what the level above adds up. */
export function sumAnswers(all: readonly Figures[]): Figures {
  const sum: Record<string, number> = {};
  for (const figures of all)
    for (const [field, n] of Object.entries(figures)) sum[field] = (sum[field] ?? 0) + n;
  return sum;
}
