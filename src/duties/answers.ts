/**
 * The chains of answers to duties, each from the feature that keeps it: population figures, signed lists, the police's
 * figures, submissions of our own. One duty, one chain: the newest version that was sent stands, else the newest draft.
 */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { progress } from '../population/chain.ts';
import { progressOf } from '../population/check-report.ts';
import type { Series } from '../population/contract.ts';
import { findReports } from '../population/store.ts';
import { findSignedLists } from '../reconciliation/find-signed-lists.ts';
import {
  type Answer,
  COUNTRY,
  type ExpectedDuty,
  type Form,
  OWN_FORMS,
  type Submission,
} from './contract.ts';
import { findSubmissions } from './submission-store.ts';

/** A version of an answer with the day of which it speaks. */
export type Version = Omit<Answer, 'sentAt'> & Readonly<{ on: PlainDate; sentAt: string | null }>;

/** The answer that stands, of versions with the newest first; `sentAt` is when the first of them was sent. */
export function standing(versions: readonly Version[]): Answer | null {
  const found = versions.find(({ state }) => state !== 'draft') ?? versions[0];
  if (found === undefined) return null;
  const sent = versions.flatMap(({ sentAt }) => sentAt ?? []).sort();
  const { on: _, ...answer } = found;
  return { ...answer, sentAt: sent[0] ?? null };
}

const within = ({ period: { from, to } }: ExpectedDuty, on: PlainDate): boolean =>
  on >= from && (to === null || on <= to);

/** Units that check an answer one after the other, from the nearest; a facility's own unit is the first above it. */
export function checkersOf(units: Units, { item, unitId, facility, day, directive }: ExpectedDuty): number[] {
  if (item.check === 'none') return [];
  const above = units
    .ancestors(unitId, day)
    .slice(facility === null ? 1 : 0)
    .map(({ id }) => id);
  const upTo = directive.unitId === COUNTRY ? above : above.slice(0, above.indexOf(directive.unitId) + 1);
  return item.check === 'next' ? upTo.slice(0, 1) : upTo;
}

export function versionOf(submission: Submission, checkers: readonly number[]): Version {
  const { state, waitingFor } = progress(checkers, submission.steps);
  return {
    kind: 'submission',
    id: submission.id,
    version: submission.version,
    // A reported zero has nothing to check.
    ...(submission.zeroReason !== null && state === 'submitted'
      ? { state: 'accepted' as const, waitingFor: null }
      : {
          state:
            state === 'locked'
              ? ('accepted' as const)
              : state === 'accepted'
                ? ('submitted' as const)
                : state,
          waitingFor,
        }),
    zeroReason: submission.zeroReason,
    returnReason: submission.steps.findLast(({ action }) => action === 'returned')?.reason ?? null,
    by: submission.by,
    sentAt: submission.steps.find(({ action }) => action === 'submitted')?.at ?? null,
    on: submission.day,
  };
}

/** The answer to each of the duties, by their keys. */
export async function findAnswers(
  db: Database,
  units: Units,
  duties: readonly ExpectedDuty[],
): Promise<(duty: ExpectedDuty) => Answer | null> {
  const of = (...forms: Form[]): ExpectedDuty[] => duties.filter(({ item }) => forms.includes(item.form));
  const [population, lists, police, own] = await Promise.all([
    populationVersions(db, units, of(...(Object.keys(SERIES_OF) as Form[]))),
    listVersions(db, of('resident_list')),
    policeVersions(db, of('police_figures')),
    ownSubmissions(db, of(...OWN_FORMS)),
  ]);
  return (duty) => {
    const series = SERIES_OF[duty.item.form];
    if (series !== undefined)
      return standing(population(duty.unitId, series).filter(({ on }) => within(duty, on)));
    if (duty.item.form === 'resident_list')
      return standing(lists(duty.unitId).filter(({ on }) => within(duty, on)));
    if (duty.item.form === 'police_figures')
      return standing(police(duty.unitId).filter(({ on }) => within(duty, on)));
    const checkers = checkersOf(units, duty);
    return standing((own.get(duty.key) ?? []).map((submission) => versionOf(submission, checkers)));
  };
}

const SERIES_OF: Readonly<Partial<Record<Form, Series>>> = {
  population_official: 'official',
  population_actual: 'actual',
  population_transient: 'transient',
};

const unitsOf = (duties: readonly ExpectedDuty[]): number[] => [
  ...new Set(duties.map(({ unitId }) => unitId)),
];

async function populationVersions(db: Database, units: Units, duties: readonly ExpectedDuty[]) {
  const reports = duties.length === 0 ? [] : await findReports(db, unitsOf(duties), null);
  const byUnit = new Map<string, Version[]>();
  for (const report of reports) {
    const { state, waitingFor } = progressOf(units, report);
    const version: Version = {
      kind: 'population',
      id: report.id,
      version: report.version,
      state: state === 'locked' ? 'accepted' : state === 'accepted' ? 'submitted' : state,
      waitingFor,
      zeroReason: null,
      returnReason: report.events.findLast(({ action }) => action === 'returned')?.reason ?? null,
      by: report.reporter,
      sentAt: report.events.find(({ action }) => action === 'submitted')?.at ?? null,
      on: report.effectiveOn,
    };
    for (const series of report.series) push(byUnit, `${report.unitId} ${series}`, version);
  }
  return (unitId: number, series: Series): readonly Version[] => byUnit.get(`${unitId} ${series}`) ?? [];
}

/** A signed list is an answer; acknowledged by the committee or the health station it is accepted. Lists that are in, unsigned, are a draft. */
async function listVersions(db: Database, duties: readonly ExpectedDuty[]) {
  const unitIds = unitsOf(duties);
  const byUnit = new Map<number, Version[]>();
  if (unitIds.length > 0) {
    for (const list of await findSignedLists(db, unitIds))
      push(byUnit, list.unitId, {
        kind: 'signed_list',
        id: list.id,
        version: list.version,
        state: list.receipts.length > 0 ? 'accepted' : 'submitted',
        zeroReason: null,
        returnReason: null,
        waitingFor: null,
        by: list.signedBy,
        sentAt: list.signedAt,
        on: list.on,
      });
    const begun = await db.query<{ unit_id: number; on: PlainDate }>(
      `SELECT unit_id, max(as_of) AS "on" FROM app.list_edition
       WHERE unit_id = ANY($1::int[]) AND kind = 'residents' AND superseded_by IS NULL AND file_sha256 <> 'form' GROUP BY unit_id`,
      [unitIds],
    );
    for (const { unit_id, on } of begun)
      push(byUnit, unit_id, {
        kind: 'signed_list',
        id: null,
        version: null,
        state: 'draft',
        zeroReason: null,
        returnReason: null,
        waitingFor: null,
        by: null,
        sentAt: null,
        on,
      });
  }
  return (unitId: number): readonly Version[] => byUnit.get(unitId) ?? [];
}

async function policeVersions(db: Database, duties: readonly ExpectedDuty[]) {
  const unitIds = unitsOf(duties);
  const byUnit = new Map<number, Version[]>();
  const rows =
    unitIds.length === 0
      ? []
      : await db.query<{
          unit_id: number;
          id: string;
          on: PlainDate;
          submitted_by: string;
          submitted_at: Date;
        }>(
          `SELECT unit_id, id, reference_date AS "on", submitted_by, submitted_at FROM app.police_figures
           WHERE unit_id = ANY($1::int[]) ORDER BY unit_id, id DESC`,
          [unitIds],
        );
  for (const row of rows)
    push(byUnit, row.unit_id, {
      kind: 'police_figures',
      id: row.id,
      version: null,
      state: 'accepted',
      zeroReason: null,
      returnReason: null,
      waitingFor: null,
      by: row.submitted_by,
      sentAt: row.submitted_at.toISOString(),
      on: row.on,
    });
  return (unitId: number): readonly Version[] => byUnit.get(unitId) ?? [];
}

async function ownSubmissions(
  db: Database,
  duties: readonly ExpectedDuty[],
): Promise<Map<string, Submission[]>> {
  const byKey = new Map<string, Submission[]>();
  if (duties.length === 0) return byKey;
  const submissions = await findSubmissions(
    db,
    unitsOf(duties),
    duties.map(({ key }) => key),
  );
  for (const submission of submissions) push(byKey, submission.dutyKey, submission);
  return byKey;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
