/** The tasks of the training, and how each is checked: by what stands in the training database, never by what is said. */
import type { Role } from '../identity/access.ts';
import type { Database } from '../platform/database.ts';
import type { Learner, Missing } from './contract.ts';
import { PRACTICE_BANDS, practiceDoses, practiceFigures, practicePeople } from './practice.ts';

export type Task = Readonly<{
  id: string;
  roles: readonly Role[];
  /** Where in the product it is done. */
  route: string;
  /** What is still missing; empty: done. */
  check(db: Database, learner: Learner): Promise<Missing[]>;
}>;

const LISTERS: readonly Role[] = ['commune-clerk', 'commune-police', 'health-station'];
/** Who looks through the figures of communes before the province does. */
export const CHECKERS: readonly Role[] = ['district-health', 'district-committee'];
const URGERS: readonly Role[] = ['district-committee', 'province-health', 'information-department'];
const VERIFIED = 3;

const missing = (code: string, params: Missing['params'] = {}): Missing => ({ code, params });

async function importList(db: Database, { accountId, unitId, unitCode }: Learner): Promise<Missing[]> {
  const runs = await db.query<{ unit_id: number | null; state: string }>(
    'SELECT unit_id, state FROM app.import_run WHERE account_id = $1',
    [accountId],
  );
  if (runs.length === 0) return [missing('nothing_loaded')];
  const own = runs.filter((run) => run.unit_id === unitId);
  if (own.length === 0) return [missing('other_unit')];
  if (!own.some(({ state }) => state === 'committed')) return [missing('only_tried')];
  const known = await peopleOf(db, unitId);
  const listed = practicePeople(unitCode).filter(({ name }) => known.has(name)).length;
  return listed === 0 ? [missing('other_list')] : [];
}

async function correctFindings(db: Database, learner: Learner): Promise<Missing[]> {
  const before = await importList(db, learner);
  if (before.length > 0) return before;
  const known = await peopleOf(db, learner.unitId);
  return practicePeople(learner.unitCode).flatMap(({ name, birth, sex, nationalId }) => {
    const person = known.get(name);
    if (person === undefined) return [missing('person_missing', { name })];
    return [
      ...(person.birth === birth ? [] : [missing('birth_wrong', { name })]),
      ...(person.sex === sex ? [] : [missing('sex_wrong', { name })]),
      ...(person.nationalId === nationalId ? [] : [missing('id_wrong', { name })]),
    ];
  });
}

async function submitFigures(db: Database, { accountId, unitId, unitCode }: Learner): Promise<Missing[]> {
  const [report] = await db.query<{ id: string; sent: boolean }>(
    `SELECT r.id, EXISTS (SELECT 1 FROM app.population_event e
       WHERE e.unit_id = r.unit_id AND e.report_id = r.id AND e.action = 'submitted') AS sent
     FROM app.population_report r WHERE r.unit_id = $1 AND r.account_id = $2 ORDER BY r.version DESC LIMIT 1`,
    [unitId, accountId],
  );
  if (report === undefined) return [missing('no_figures')];
  const rows = await db.query<{ series: string; band: string; people: number }>(
    `SELECT series, band, people FROM app.population_figure
     WHERE unit_id = $1 AND report_id = $2 AND hamlet = '' AND sex = 'all'`,
    [unitId, report.id],
  );
  const given = new Map(rows.map(({ series, band, people }) => [`${series} ${band}`, people]));
  const wanted = practiceFigures(unitCode);
  const wrong = [
    ['official', 'total', wanted.official] as const,
    ...(['actual', 'transient'] as const).flatMap((series) =>
      PRACTICE_BANDS.map((band, i) => [series, band, wanted[series][i]!] as const),
    ),
  ].filter(([series, band, people]) => given.get(`${series} ${band}`) !== people);
  if (wrong.length > 0) return wrong.map(([series, band]) => missing('figure_wrong', { series, band }));
  return report.sent ? [] : [missing('not_sent')];
}

async function verifyPeople(db: Database, learner: Learner): Promise<Missing[]> {
  const before = await importList(db, learner);
  if (before.length > 0) return before;
  const [row] = await db.query<{ people: number }>(
    `SELECT count(DISTINCT person_id)::int AS people FROM app.identity_check
     WHERE unit_id = $1 AND checked_by = $2 AND superseded_at IS NULL
       AND name_right IS NOT NULL AND sex_right IS NOT NULL AND birth_right IS NOT NULL AND id_right IS NOT NULL`,
    [learner.unitId, learner.username],
  );
  const people = row?.people ?? 0;
  return people >= VERIFIED ? [] : [missing('verified_few', { people, wanted: VERIFIED })];
}

async function peopleOf(
  db: Database,
  unitId: number,
): Promise<Map<string, { birth: string | null; sex: string | null; nationalId: string | null }>> {
  const rows = await db.query<{
    name: string;
    birth_on: string | null;
    sex: string | null;
    national_id: string | null;
  }>(`SELECT name, birth_on, sex, national_id FROM app.person WHERE unit_id = $1`, [unitId]);
  return new Map(
    rows.map(({ name, birth_on, sex, national_id }) => [
      name,
      { birth: birth_on, sex, nationalId: national_id },
    ]),
  );
}

async function returnFigures(db: Database, { accountId }: Learner): Promise<Missing[]> {
  const events = await db.query<{ action: string }>(
    `SELECT action FROM app.population_event WHERE account_id = $1 AND action IN ('returned', 'accepted')`,
    [accountId],
  );
  if (events.some(({ action }) => action === 'returned')) return [];
  return [missing(events.length > 0 ? 'accepted_wrong' : 'not_returned')];
}

async function reportDay(db: Database, { accountId, unitCode }: Learner): Promise<Missing[]> {
  const [report] = await db.query<{
    figures: Readonly<Record<string, number>>;
    zero: boolean;
    sent: boolean;
  }>(
    `SELECT s.figures, s.zero_reason IS NOT NULL AS zero, EXISTS (SELECT 1 FROM app.duty_step e
       WHERE e.unit_id = s.unit_id AND e.submission_id = s.id AND e.action = 'submitted') AS sent
     FROM app.duty_submission s WHERE s.account_id = $1 ORDER BY s.recorded_at DESC LIMIT 1`,
    [accountId],
  );
  if (report === undefined) return [missing('no_report')];
  if (report.zero) return [missing('report_zero')];
  const wrong = Object.entries(practiceDoses(unitCode)).filter(
    ([dose, n]) => report.figures[`injected.${dose}`] !== n,
  );
  if (wrong.length > 0) return wrong.map(([dose]) => missing('dose_wrong', { dose: dose.slice(-1) }));
  return report.sent ? [] : [missing('not_sent')];
}

async function logContact(db: Database, { accountId }: Learner): Promise<Missing[]> {
  const entries = await db.query<{ note: string | null }>(
    'SELECT note FROM app.chase_entry WHERE account_id = $1',
    [accountId],
  );
  if (entries.length === 0) return [missing('no_contact')];
  return entries.some(({ note }) => (note ?? '').trim() !== '') ? [] : [missing('contact_no_note')];
}

/** In the order in which they are learned. */
export const TASKS: readonly Task[] = [
  { id: 'import-list', roles: LISTERS, route: '/imports', check: importList },
  { id: 'correct-findings', roles: LISTERS, route: '/imports', check: correctFindings },
  { id: 'verify-people', roles: ['commune-police'], route: '/verification', check: verifyPeople },
  {
    id: 'submit-figures',
    roles: ['commune-clerk', 'district-health', 'district-committee'],
    route: '/population/enter',
    check: submitFigures,
  },
  { id: 'report-day', roles: ['health-station', 'facility'], route: '/duties', check: reportDay },
  { id: 'return-figures', roles: CHECKERS, route: '/population/check', check: returnFigures },
  { id: 'log-contact', roles: URGERS, route: '/chase', check: logContact },
];

export const tasksOf = (roles: readonly Role[]): readonly Task[] =>
  TASKS.filter((task) => task.roles.some((role) => roles.includes(role)));
