/** What the register, the stock and the session know of one person and one lot: one question to the database. */
import type { ListKind, ListSource } from '../intake/claim.ts';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
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
  /** What the screening of the session found. */
  flags: readonly ScreeningFlag[];
  facts: Pick<DoseFacts, 'screening' | 'postponedUntil' | 'lot' | 'vial'>;
}>;

type Row = Readonly<{
  counted_on: PlainDate;
  stored: StoredRow | null;
  screening: { outcome: ScreeningOutcome; flags: readonly ScreeningFlag[] } | null;
  postponed_until: string | null;
  lots: readonly { item: string; expires_on: string | null }[] | null;
  recalled: boolean;
  balance: number | null;
  vial: { at: string; doses: number } | null;
  refused_elsewhere: string | null;
  person_id: string | null;
  superseded: boolean;
  status: LinkedClaim['status'];
  record_id: string;
  kind: ListKind;
  source: ListSource;
  unit_id: number;
  as_of: PlainDate;
  replaced: boolean;
  claim: FiledClaim;
}>;

// The look-ups of one row each stand in the target list; the person's links make the rows. OFFSET 0: see load-register.ts.
const ASK = `
  SELECT f.*, l.person_id, l.superseded_at IS NOT NULL AS superseded, l.status, l.record_id, r.kind, r.source, r.unit_id, r.as_of,
    r.replaced_by IS NOT NULL AS replaced, r.claim
  FROM (SELECT
    (SELECT as_of FROM app.count_clock WHERE id = 1) AS counted_on,
    (SELECT jsonb_build_object('result', result, 'refusal', refusal, 'concerns', concerns) FROM app.table_event
      WHERE session_id = $2 AND id = $3) AS stored,
    (SELECT jsonb_build_object('outcome', payload -> 'outcome', 'flags', payload -> 'flags') FROM app.table_event WHERE person_id = $1 AND session_id = $2 AND kind = 'screened' AND result <> 'refused'
      ORDER BY happened_at DESC LIMIT 1) AS screening,
    (SELECT until_on::text FROM app.postponement WHERE person_id = $1 AND kind = 'postponed' ORDER BY recorded_at DESC LIMIT 1) AS postponed_until,
    (SELECT jsonb_agg(jsonb_build_object('item', item, 'expires_on', expires_on)) FROM app.stock_lot WHERE lot = $5) AS lots,
    EXISTS (SELECT 1 FROM app.stock_event WHERE item = $4 AND lot = $5 AND kind = 'recall') AS recalled,
    (SELECT on_hand + opened + suspense FROM app.stock_balance WHERE unit_id = $6 AND facility = $7 AND item = $4 AND lot = $5) AS balance,
    (SELECT jsonb_build_object('at', happened_at, 'doses', (payload ->> 'doses')::int) FROM app.table_event
      WHERE session_id = $2 AND kind = 'vial_opened' AND payload ->> 'vialId' = $8 LIMIT 1) AS vial,
    (SELECT id FROM app.table_event WHERE person_id = $1 AND session_id = $2 AND kind = 'refused' AND device_id <> $9 AND result <> 'refused'
      ORDER BY happened_at DESC LIMIT 1) AS refused_elsewhere
  ) f
  LEFT JOIN LATERAL (SELECT * FROM app.person_link WHERE person_id = $1 OFFSET 0) l ON true
  LEFT JOIN LATERAL (SELECT * FROM app.source_record WHERE person_id = l.filed_under AND id = l.record_id OFFSET 0) r ON true`;

/** Asks for everything at once; `lot` in capitals without blanks. */
export async function findKnown(
  db: Database | Tx,
  session: TableSession,
  event: EventOf<'dose_given'>,
  personId: string,
  deviceId: string,
): Promise<Known> {
  const pool = 'pool' in db ? db.pool : db;
  const { vaccine, lot, vialId } = event.payload;
  const { rows } = await pool.query<Row>({
    name: 'table-dose-facts',
    text: ASK,
    values: [
      personId,
      session.id,
      event.id,
      vaccine,
      lot,
      session.unitId,
      session.facility,
      vialId,
      deviceId,
    ],
  });
  const first = rows[0]!;
  const linked = rows.filter(({ person_id }) => person_id !== null);
  const open = linked.filter(({ superseded, replaced }) => !superseded && !replaced);
  return {
    stored: first.stored,
    person:
      open.length === 0
        ? null
        : {
            id: personId,
            claims: open.map((row) => ({
              recordId: row.record_id,
              kind: row.kind,
              source: row.source,
              status: row.status,
              listUnitId: row.unit_id,
              asOf: row.as_of,
              claim: row.claim,
            })),
            links: linked.length,
            closed: linked.filter(({ superseded }) => superseded).length,
            countedOn: first.counted_on,
          },
    refusedElsewhere: first.refused_elsewhere,
    flags: first.screening?.flags ?? [],
    facts: {
      screening: first.screening?.outcome ?? null,
      postponedUntil: first.postponed_until,
      lot:
        first.lots === null
          ? null
          : {
              vaccines: first.lots.map(({ item }) => item),
              expiresOn: parseDate(first.lots.find(({ item }) => item === vaccine)?.expires_on ?? ''),
              recalled: first.recalled,
              balance: first.balance,
            },
      ...(vialId === null ? {} : { vial: vialOf(first.vial, vaccine) }),
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
