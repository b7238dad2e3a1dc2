/** What a unit's figures are compared with: its last version of an earlier day, the census, the register, the units below. */
import type { Units } from '../areas/units.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { addDays } from '../kernel/plain-date.ts';
import { CENSUS_DAY, census } from './census.ts';
import type { CountRegister, Figure } from './contract.ts';
import { populationFigures, type SeriesAnswer } from './figures.ts';
import { getBandSet, isCounted } from './record-report.ts';
import type { KnownFigures } from './rules.ts';
import { figuresOf, findReports, type Reader } from './store.ts';

/** Figures of an answer, as a report would state them. */
export const asFigures = (series: readonly SeriesAnswer[]): Figure[] =>
  series.flatMap(({ series: of, people, method, bands }) => {
    const shared = { series: of, hamlet: '', sex: 'all' } as const;
    return [
      ...(people === null ? [] : [{ ...shared, band: 'total', people, method }]),
      ...bands.flatMap((band) =>
        band.people === null
          ? []
          : [{ ...shared, band: band.band, people: band.people, method: band.method }],
      ),
    ];
  });

/** Throws `population_band_set_unknown`. */
export async function knownFigures(
  db: Reader,
  units: Units,
  countRegister: CountRegister,
  { unitId, on, bandSet }: Readonly<{ unitId: number; on: PlainDate; bandSet: string }>,
): Promise<KnownFigures> {
  const { starts } = await getBandSet(db, bandSet);
  const [reports, register] = await Promise.all([
    findReports(db, [unitId], addDays(on, -1)),
    countRegister(unitId, on, starts),
  ]);
  const last = reports[0];
  const counted = census(units).find(unitId, starts);
  const whole = { hamlet: '', sex: 'all', band: 'total', method: null } as const;
  return {
    previous:
      last === undefined
        ? null
        : { on: last.effectiveOn, figures: (await figuresOf(db, [last])).get(last.id)! },
    census:
      counted === null
        ? null
        : { on: CENSUS_DAY, figures: [{ ...whole, series: 'official', people: counted.total }] },
    register,
    below: isCounted(units, units.get(unitId, on), on)
      ? null
      : await figuresBelow(db, units, unitId, on, bandSet),
  };
}

async function figuresBelow(db: Reader, units: Units, unitId: number, on: PlainDate, bandSet: string) {
  const { rows } = await populationFigures(db, units, { unitId, date: on, mapDate: on, by: 'self', bandSet });
  const series = rows[0]!.series;
  const actual = series.find((one) => one.series === 'actual')!;
  return { figures: asFigures(series), reported: actual.reported, expected: actual.expected };
}
