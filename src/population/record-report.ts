/** One command: a new version of a unit's figures. Every door (form, grid, workbook, register, API) ends here. */
import { createHash } from 'node:crypto';
import type { Units, UnitVersion } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database, Tx } from '../platform/database.ts';
import { type BandSet, bandNames, type Figure, type ReportSource, SERIES } from './contract.ts';
import { addReport, bandSets, findReports, lockUnit, type Reader } from './store.ts';

export type NewReport = Readonly<{
  unitId: number;
  effectiveOn: PlainDate;
  bandSet: string;
  source: ReportSource;
  note: string | null;
  figures: readonly Figure[];
  file?: Readonly<{ id: string | null; name: string }>;
}>;

export type Recorded = Readonly<{ id: string; version: number; unchanged: boolean }>;

// Beyond the country's people a figure is a slip of the hand that would break every sum.
const MOST_PEOPLE = 200_000_000;

/** Throws `population_band_set_unknown`. */
export async function getBandSet(db: Reader, id: string): Promise<BandSet> {
  const found = (await bandSets(db)).find((set) => set.id === id);
  if (found === undefined) throw new AppError('population_band_set_unknown', 'invalid', { id });
  return found;
}

/** The figures with totals of both sexes where only the sexes were given; in one order, so that equal reports hash alike. */
export function normaliseFigures(figures: readonly Figure[]): Figure[] {
  const key = ({ series, hamlet, sex, band }: Figure): string => `${series}|${hamlet}|${sex}|${band}`;
  const known = new Map(figures.map((figure) => [key(figure), figure]));
  for (const figure of figures) {
    if (figure.sex !== 'M') continue;
    const women = known.get(key({ ...figure, sex: 'F' }));
    const both = key({ ...figure, sex: 'all' });
    if (women !== undefined && !known.has(both))
      known.set(both, { ...figure, sex: 'all', people: figure.people + women.people });
  }
  return [...known.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure);
}

function demandFigures(figures: readonly Figure[], { starts }: BandSet): void {
  if (figures.length === 0) throw new AppError('population_empty', 'invalid');
  const bands = new Set(['total', ...bandNames(starts)]);
  const seen = new Set<string>();
  for (const { series, hamlet, sex, band, people } of figures) {
    if (!bands.has(band)) throw new AppError('population_band_unknown', 'invalid', { band });
    if (!Number.isInteger(people) || people < 0 || people > MOST_PEOPLE)
      throw new AppError('population_number_invalid', 'invalid', { people });
    const key = `${series}|${hamlet}|${sex}|${band}`;
    if (seen.has(key)) throw new AppError('population_figure_twice', 'invalid', { series, hamlet, band });
    seen.add(key);
  }
}

/**
 * Records a version inside the caller's transaction. The same figures for the same day again are no new version.
 * Throws `population_empty`, `population_band_unknown`, `population_number_invalid`, `population_figure_twice`,
 * `population_band_set_unknown`, `unit_unknown`.
 */
export async function recordReport(
  tx: Tx,
  units: Units,
  actor: Actor,
  report: NewReport,
  now: Date,
): Promise<Recorded> {
  units.get(report.unitId, report.effectiveOn);
  demandFigures(report.figures, await getBandSet({ pool: tx }, report.bandSet));
  const figures = normaliseFigures(report.figures);
  const contentHash = createHash('sha256')
    .update(JSON.stringify([report.bandSet, report.note, figures]))
    .digest('hex');
  await lockUnit(tx, report.unitId);
  const sameDay = (await findReports({ pool: tx }, [report.unitId], report.effectiveOn)).filter(
    ({ effectiveOn }) => effectiveOn === report.effectiveOn,
  );
  const last = sameDay[0];
  if (last?.contentHash === contentHash) return { id: last.id, version: last.version, unchanged: true };
  const id = newId();
  const version = await addReport(
    tx,
    {
      id,
      unitId: report.unitId,
      effectiveOn: report.effectiveOn,
      bandSet: report.bandSet,
      series: SERIES.filter((series) => figures.some((figure) => figure.series === series)),
      source: report.source,
      reporter: actor.name,
      accountId: actor.accountId,
      note: report.note,
      replaces: last?.id ?? null,
      fileId: report.file?.id ?? null,
      fileName: report.file?.name ?? null,
      contentHash,
      recordedAt: now.toISOString(),
    },
    figures,
  );
  return { id, version, unchanged: false };
}

/** The same in a transaction of its own. */
export const recordOneReport = (
  db: Database,
  units: Units,
  actor: Actor,
  report: NewReport,
  now: Date,
): Promise<Recorded> => db.transaction(actor, (tx) => recordReport(tx, units, actor, report, now));

/** Whose figures make the sums: a commune, or an island district without communes. Others' own figures stand beside. */
export const isCounted = (units: Units, unit: UnitVersion, on: PlainDate): boolean =>
  units.children(unit.id, on).length === 0;
