/** One question: a daily report, or that of the end of a round, with everything that its paper shows. */
import type { Units } from '../areas/units.ts';
import type { ExpectedDuty, Figures } from '../duties/contract.ts';
import { findDailyReports } from '../duties/find-daily-reports.ts';
import { lotField, readLotField, STOCK_MEASURES, sumAnswers } from '../duties/rules.ts';
import { CAMPAIGN_START } from '../immunizations/read-list.ts';
import { addDays, daysBetween, type PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import type { SessionSource } from '../recording/table-session.ts';
import { facilityKey } from '../stock/facilities.ts';
import { countGroups } from './count-groups.ts';
import { lotLines, proposeReport, siteOf } from './propose-report.ts';
import type { ReportForm, ReportToPrint } from './report-paper.ts';

/** `from` is the first day of the round; a daily report is of its own day alone. */
export async function findReport(
  db: Database,
  units: Units,
  sessions: SessionSource,
  duty: ExpectedDuty,
  { form, from }: Readonly<{ form: ReportForm; from: PlainDate }>,
): Promise<ReportToPrint> {
  const to = duty.period.from;
  const site = await siteOf(db, units, duty);
  const sent = (await findDailyReports(db, units, duty.unitId, { from: CAMPAIGN_START, to })).filter(
    (one) => one.duty.unitId === duty.unitId && one.duty.facility === duty.facility,
  );
  const own = sent.find((one) => one.duty.key === duty.key);
  const proposed = own === undefined ? await proposeReport(db, units, sessions, duty) : {};
  const all = [...sent.map(({ submission }) => submission.figures), proposed];
  const cumulative = sumAnswers(all.map(withoutLots));
  const office = units.get(duty.unitId, to).fullName;
  const first = form === 'daily' ? to : from;
  // What lists of a unit name no place for, its own site gave.
  const placeless = duty.facility === null ? units.everWithin(duty.unitId, to) : [];
  const [plan, ofDays, ofAll] = await Promise.all([
    planOf(sessions, { unitId: duty.unitId, site, from: first, to }),
    countGroups(db, { site, placeless, from: first, to }),
    countGroups(db, { site, placeless, from: CAMPAIGN_START, to }),
  ]);
  const groups = { within: ofDays, cumulative: ofAll };
  if (form === 'daily')
    return {
      ...{ form, office, site, from: to, to, cumulative, plan, groups, reported: null },
      figures: own?.submission.figures ?? proposed,
      draft: own === undefined,
    };
  const within = sent.filter((one) => one.duty.period.from >= from);
  return {
    ...{ form, office, site, from, to, cumulative, plan, groups, draft: false },
    figures: {
      ...sumAnswers(within.map(({ submission }) => withoutLots(submission.figures))),
      ...(await lotFigures(db, { unitId: duty.unitId, site, from, to })),
    },
    reported: { days: within.length, of: daysBetween(from, to) + 1 },
  };
}

/** Places of the site's sessions over the days, and who stands invited to them; null where there was none. */
async function planOf(
  sessions: SessionSource,
  { unitId, site, from, to }: Parameters<typeof lotLines>[1],
): Promise<ReportToPrint['plan']> {
  const days = Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));
  const held = (await Promise.all(days.map((day) => sessions.onDay(day))))
    .flat()
    .filter((one) => one.unitId === unitId && facilityKey(one.facility) === facilityKey(site));
  if (held.length === 0) return null;
  const invited = await Promise.all(held.map(({ id }) => sessions.invited(id)));
  return {
    places: held.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0),
    invited: invited.reduce((sum, people) => sum + people.size, 0),
  };
}

/** Lots are told by the ledger, over any days; what is left is no sum. */
const withoutLots = (figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([field]) => readLotField(field) === null));

const lotFigures = async (db: Database, question: Parameters<typeof lotLines>[1]): Promise<Figures> =>
  Object.fromEntries(
    (await lotLines(db, question)).flatMap((line) =>
      STOCK_MEASURES.map((measure) => [lotField(line.item, line.lot, measure), line[measure]]),
    ),
  );
