/** What the register, the stock and the session know of one person and one lot: one question to the database, for all who ask at one moment. */
import { standingFindings, standingWords } from '../immunizations/standing-findings.ts';
import type { ListKind, ListSource } from '../intake/claim.ts';
import { inCompany } from '../kernel/in-company.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { LinkedClaim } from '../residents/linked-claim.ts';
import type { FiledClaim } from '../residents/sight.ts';
import { findItem } from '../stock/items.ts';
import type { EventOf } from './contract.ts';
import type { StoredRow } from './event-store.ts';
import type { DoseFacts, ScreeningFlag, ScreeningOutcome } from './rules.ts';
import type { TableSession } from './table-session.ts';

export type KnownPerson = Readonly<{
  /** Whom the device's id stands for now. */
  id: string;
  claims: readonly LinkedClaim[];
  /** The state of the person's links that `app.enter_doses` compares: all, and those that hold no more. */
  links: number;
  closed: number;
  /** Day of the stored totals. */
  countedOn: PlainDate;
}>;

export type Known = Readonly<{
  /** The event, when it is on the server already. */
  stored: StoredRow | null;
  person: KnownPerson | null;
  /** Event by which another device of the session wrote down that the person refuses. */
  refusedElsewhere: string | null;
  /** What the screening of the session found, and earlier ones that still holds. */
  flags: readonly ScreeningFlag[];
  facts: Pick<DoseFacts, 'screening' | 'postponedUntil' | 'lot' | 'vial'>;
}>;

export type Question = Readonly<{
  session: TableSession;
  event: EventOf<'dose_given'>;
  personId: string;
  deviceId: string;
}>;

/** The columns of the input: name, type, and the value of one question. */
const INPUT: readonly (readonly [name: string, type: string, value: (question: Question) => unknown])[] = [
  ['person_id', 'uuid', ({ personId }) => personId],
  ['session_id', 'uuid', ({ session }) => session.id],
  ['event_id', 'uuid', ({ event }) => event.id],
  ['device_id', 'uuid', ({ deviceId }) => deviceId],
  ['vaccine', 'text', ({ event }) => event.payload.vaccine],
  ['lot', 'text', ({ event }) => event.payload.lot],
  ['vial_id', 'text', ({ event }) => event.payload.vialId],
  ['unit_id', 'int', ({ session }) => session.unitId],
  ['facility', 'text', ({ session }) => session.facility],
  ['on_day', 'date', ({ session }) => session.on],
];

type Row = Readonly<{
  n: number;
  counted_on: PlainDate;
  stored: StoredRow | null;
  screening: { outcome: ScreeningOutcome; flags: readonly ScreeningFlag[] } | null;
  findings: readonly ScreeningFlag[] | null;
  word: { kind: 'postponed' | 'refused' | 'contraindicated' | 'fit'; until: string | null } | null;
  lots: readonly { item: string; expires_on: string | null }[] | null;
  recalled: boolean;
  balance: number | null;
  vial: { at: string; doses: number } | null;
  refused_elsewhere: string | null;
  claims: readonly OpenClaim[] | null;
  links: number;
  closed: number;
}>;
type OpenClaim = Readonly<{
  recordId: string;
  kind: ListKind;
  source: ListSource;
  status: LinkedClaim['status'];
  listUnitId: number;
  asOf: PlainDate;
  claim: FiledClaim;
}>;

// A row for each question. OFFSET 0 keeps each look-up at the person: a session's events are many, a person's few.
const ASK = `
  SELECT i.n::int, (SELECT as_of FROM app.count_clock WHERE id = 1) AS counted_on, said.*, linked.*,
    (SELECT jsonb_build_object('result', result, 'refusal', refusal, 'concerns', concerns) FROM app.table_event
      WHERE session_id = i.session_id AND id = i.event_id) AS stored,
    (SELECT jsonb_build_object('kind', w.kind, 'until', w.until_on) FROM (${standingWords('i.on_day', 'q.person_id = i.person_id')}) w) AS word,
    (SELECT jsonb_agg(jsonb_build_object('item', item, 'expires_on', expires_on)) FROM app.stock_lot WHERE lot = i.lot) AS lots,
    EXISTS (SELECT 1 FROM app.stock_event WHERE item = i.vaccine AND lot = i.lot AND kind = 'recall') AS recalled,
    (SELECT on_hand + opened + suspense FROM app.stock_balance WHERE unit_id = i.unit_id AND facility = i.facility AND item = i.vaccine AND lot = i.lot) AS balance,
    (SELECT jsonb_build_object('at', happened_at, 'doses', (payload ->> 'doses')::int) FROM app.table_event
      WHERE session_id = i.session_id AND kind = 'vial_opened' AND payload ->> 'vialId' = i.vial_id LIMIT 1) AS vial,
    (SELECT jsonb_agg(s.finding) FROM (${standingFindings('i.on_day', 'f.person_id = i.person_id')}) s) AS findings
  FROM unnest(${INPUT.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ')}) WITH ORDINALITY AS i(${INPUT.map(([name]) => name).join(', ')}, n)
  CROSS JOIN LATERAL (
    SELECT (array_agg(jsonb_build_object('outcome', payload -> 'outcome', 'flags', payload -> 'flags') ORDER BY happened_at DESC) FILTER (WHERE kind = 'screened'))[1] AS screening,
      (array_agg(id ORDER BY happened_at DESC) FILTER (WHERE kind = 'refused' AND device_id <> i.device_id))[1] AS refused_elsewhere
    FROM (SELECT * FROM app.table_event WHERE person_id = i.person_id OFFSET 0) e WHERE session_id = i.session_id AND result <> 'refused') said
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS links, count(l.superseded_at)::int AS closed,
      jsonb_agg(jsonb_build_object('recordId', r.id, 'kind', r.kind, 'source', r.source, 'status', l.status, 'listUnitId', r.unit_id, 'asOf', r.as_of, 'claim', r.claim))
        FILTER (WHERE l.superseded_at IS NULL AND r.replaced_by IS NULL) AS claims
    FROM (SELECT * FROM app.person_link WHERE person_id = i.person_id OFFSET 0) l
    LEFT JOIN LATERAL (SELECT * FROM app.source_record WHERE person_id = l.filed_under AND id = l.record_id OFFSET 0) r ON true) linked`;

/** Asks for everything at once, together with whoever asks at the same moment; `lot` in capitals without blanks. */
export const findKnown: (db: Database, question: Question) => Promise<Known> = inCompany((db: Database) => ({
  serve: (questions: readonly Question[]) => askTogether(db, questions),
  most: 24,
}));

async function askTogether({ pool }: Database, questions: readonly Question[]): Promise<Known[]> {
  const { rows } = await pool.query<Row>({
    name: 'table-dose-facts',
    text: ASK,
    values: INPUT.map(([, , value]) => questions.map(value)),
  });
  const known: Known[] = [];
  for (const row of rows) known[row.n - 1] = knownOf(row, questions[row.n - 1]!);
  return known;
}

function knownOf(row: Row, { personId, event }: Question): Known {
  const { vaccine, vialId } = event.payload;
  return {
    stored: row.stored,
    person:
      row.claims === null
        ? null
        : {
            id: personId,
            claims: row.claims,
            links: row.links,
            closed: row.closed,
            countedOn: row.counted_on,
          },
    refusedElsewhere: row.refused_elsewhere,
    flags: [...new Set([...(row.findings ?? []), ...(row.screening?.flags ?? [])])],
    facts: {
      // A screening of another session that forbids the dose holds until a newer one says otherwise.
      screening: row.screening?.outcome ?? (row.word?.kind === 'contraindicated' ? 'contraindicated' : null),
      postponedUntil: row.word?.kind === 'postponed' ? row.word.until : null,
      lot:
        row.lots === null
          ? null
          : {
              vaccines: row.lots.map(({ item }) => item),
              expiresOn: parseDate(row.lots.find(({ item }) => item === vaccine)?.expires_on ?? ''),
              recalled: row.recalled,
              balance: row.balance,
            },
      ...(vialId === null ? {} : { vial: vialOf(row.vial, vaccine) }),
    },
  };
}

function vialOf(vial: Row['vial'], vaccine: string): DoseFacts['vial'] {
  if (vial === null) return null;
  const hours = findItem(vaccine)?.openHours;
  return {
    useUntil: hours === undefined ? null : new Date(Date.parse(vial.at) + hours * 3_600_000).toISOString(),
    // How many were drawn is told by the tally: a busy table does not wait for a count.
    left: null,
    maximumLeft: null,
  };
}
