/**
 * The true doses of one person out of all dose claims of his records (issue "Lists in, one register", section 6):
 * one dose in two rows counts once; a recorded number n proves at least n doses; a dose whose date cannot be used is
 * still a dose. Pure: the same claims in any order give the same doses.
 */
import type { DoseClaim, DoseKind } from '../intake/claim.ts';
import {
  type BirthDate,
  dayOf,
  daysBetween,
  makeDate,
  monthOf,
  type PlainDate,
  yearOf,
} from '../kernel/plain-date.ts';
import {
  evaluateDoses,
  type InvalidReason,
  primaryDoses,
  type Schedule,
  seriesVaccine,
} from '../schedules/rules.ts';

/** At the table, typed later from a paper register, or told by a list afterwards. */
export type Entered = 'live' | 'late' | 'later';

export type DoseSighting = DoseClaim &
  Readonly<{ recordId: string; asOf: PlainDate; entered?: Entered; listUnitId?: number }>;

/** How a dose stands to the schedule; `inferred` is proved only by the number of a later dose. */
export type Validity = 'valid' | InvalidReason | 'inferred';

export type ProjectedDose = Readonly<{
  /** Place in the series, from 1. */
  number: number;
  recordedNumber: number | null;
  kind: DoseKind;
  vaccine: string | null;
  vaccineText: string | null;
  lot: string | null;
  on: PlainDate | null;
  place: string | null;
  /** Of a dose without a place: the unit whose list tells of it. */
  listUnitId: number | null;
  validity: Validity;
  /** The earliest way in which it became known. */
  entered: Entered;
  days: number | null;
  minimum: number | null;
  recordIds: readonly string[];
}>;

export type DoseFinding = Readonly<{
  code: string;
  recordId: string | null;
  params: Readonly<Record<string, string | number>>;
}>;

type Draft = { sightings: DoseSighting[] };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const swapped = (date: PlainDate): PlainDate | null => makeDate(yearOf(date), dayOf(date), monthOf(date));

/** Number within the whole series: "first booster" (1, booster) is not dose 1. */
function seriesNumber(dose: DoseClaim): number | null {
  if (dose.number === null) return dose.kind === 'booster' || dose.kind === 'additional' ? 3 : null;
  if (dose.kind === 'booster' && dose.number < 3) return dose.number + 2;
  if (dose.kind === 'additional' && dose.number < 3) return 3;
  return dose.number;
}

function sameDose(a: DoseSighting, b: DoseSighting): boolean {
  if (a.recordId === b.recordId) return false;
  const [m, n] = [seriesNumber(a), seriesNumber(b)];
  if (a.on !== null && b.on !== null) {
    if (a.on === b.on) return true;
    const sameNumber = m !== null && m === n;
    if (sameNumber && swapped(a.on) === b.on) return true;
    // Nobody is given two doses within a week: one of the two days is a slip of the pen.
    const apart = Math.abs(daysBetween(a.on, b.on));
    if (apart < 7 && (m === null || n === null || m === n)) return true;
    return sameNumber && a.lot !== null && a.lot === b.lot && a.vaccine === b.vaccine;
  }
  if (m === null || n === null) return a.lot !== null && a.lot === b.lot && a.vaccine === b.vaccine;
  return m === n;
}

const mostSaid = <T extends string | number>(values: readonly (T | null)[]): T | null => {
  const votes = new Map<T, number>();
  for (const value of values) if (value !== null) votes.set(value, (votes.get(value) ?? 0) + 1);
  let best: T | null = null;
  for (const [value, count] of votes)
    if (best === null || count > votes.get(best)! || (count === votes.get(best)! && value < best))
      best = value;
  return best;
};

/** Orders two doses of one row and one day: without it the order of arrival would show. */
const wording = ({ lot, vaccine, vaccineText, place, kind }: DoseSighting): string =>
  [lot, vaccine, vaccineText, place, kind].join('|');

const earliestWay = (sightings: readonly DoseSighting[]): Entered =>
  (['live', 'late'] as const).find((way) => sightings.some(({ entered }) => entered === way)) ?? 'later';

/** Merges sightings into true doses, in order of time; undated ones stand where their number puts them. */
function gather(sightings: readonly DoseSighting[]): Draft[] {
  const ordered = [...sightings].sort(
    (a, b) =>
      byText(a.on ?? '9', b.on ?? '9') ||
      (seriesNumber(a) ?? 9) - (seriesNumber(b) ?? 9) ||
      byText(a.recordId, b.recordId) ||
      byText(wording(a), wording(b)),
  );
  const drafts: Draft[] = [];
  for (const sighting of ordered) {
    const draft = drafts.find(
      ({ sightings: known }) =>
        known.some((other) => sameDose(other, sighting)) &&
        known.every((other) => other.recordId !== sighting.recordId),
    );
    if (draft) draft.sightings.push(sighting);
    else drafts.push({ sightings: [sighting] });
  }
  return drafts;
}

/**
 * Returns the doses in series order, and what is odd about them. `birth` serves the schedule's ages.
 * A series of which only later doses are recorded is filled up with inferred doses without a date.
 */
export function projectDoses(
  sightings: readonly DoseSighting[],
  birth: BirthDate | null,
  schedule: Schedule,
): Readonly<{ doses: readonly ProjectedDose[]; findings: readonly DoseFinding[] }> {
  if (sightings.length === 0) return { doses: [], findings: [] };
  const findings: DoseFinding[] = [];
  const drafts = gather(sightings);
  const dated = drafts.filter(({ sightings: all }) => all.some(({ on }) => on !== null));
  const undated = drafts.filter(({ sightings: all }) => all.every(({ on }) => on === null));
  const proven = Math.max(drafts.length, ...sightings.map((one) => seriesNumber(one) ?? 1));

  // Places in the series: an undated or missing dose takes the free place that its number says, else the first.
  const places: (Draft | null)[] = new Array(proven).fill(null);
  for (const draft of undated) {
    const number = mostSaid(draft.sightings.map(seriesNumber));
    const wanted = number === null ? -1 : number - 1;
    const place = wanted >= 0 && places[wanted] === null ? wanted : places.indexOf(null);
    places[place] = draft;
  }
  let gaps = proven - drafts.length;
  let next = 0;
  for (const draft of dated) {
    const number = mostSaid(draft.sightings.map(seriesNumber)) ?? 0;
    while (places[next] !== null) next++;
    while (gaps > 0 && next < number - 1) {
      gaps--;
      do next++;
      while (places[next] !== null);
    }
    places[next] = draft;
  }

  const placed = places.map((draft, index) => {
    const all = draft?.sightings ?? [];
    const place = mostSaid(all.map((one) => one.place));
    const lists = place === null ? all.flatMap(({ listUnitId }) => listUnitId ?? []) : [];
    return {
      number: index + 1,
      recordedNumber: mostSaid(all.map((one) => one.number)),
      kind: mostSaid(all.map((one) => one.kind)),
      vaccine: mostSaid(all.map((one) => one.vaccine)),
      vaccineText: mostSaid(all.map((one) => one.vaccineText)),
      lot: mostSaid(all.map((one) => one.lot)),
      on: mostSaid(all.map((one) => one.on)),
      place,
      listUnitId: lists.length === 0 ? null : Math.min(...lists),
      entered: earliestWay(all),
      recordIds: [...new Set(all.map((one) => one.recordId))].sort(byText),
    };
  });
  const doses = evaluateDoses({ birth }, placed, schedule).map((verdict, index): ProjectedDose => {
    const draft = places[index] ?? null;
    const { kind, days, minimum, reason } = verdict;
    const dose = placed[index]!;
    if (reason === 'too_early' && draft !== null)
      findings.push({
        code: 'interval_shorter_than_minimum',
        recordId: draft.sightings[0]!.recordId,
        params: { dose: index + 1, days: days!, minimum: minimum!, vaccine: dose.vaccine! },
      });
    if (reason === 'too_young' && draft !== null)
      findings.push({
        code: 'dose_under_age',
        recordId: draft.sightings[0]!.recordId,
        params: { dose: index + 1 },
      });
    return { ...dose, kind, days, minimum, validity: draft === null ? 'inferred' : (reason ?? 'valid') };
  });
  for (const draft of drafts) {
    const products = new Set(draft.sightings.flatMap(({ vaccine }) => (vaccine === null ? [] : [vaccine])));
    if (products.size > 1)
      findings.push({
        code: 'dose_products_differ',
        recordId: draft.sightings[1]!.recordId,
        params: { products: [...products].sort().join(', ') },
      });
  }
  if (doses.some(({ validity }) => validity === 'inferred')) {
    const later = doses.find(({ validity, number }) => validity !== 'inferred' && number > 1);
    findings.push({
      code: 'dose2_without_dose1_undocumented',
      recordId: later?.recordIds[0] ?? null,
      params: { dose: doses.find(({ validity }) => validity === 'inferred')!.number },
    });
  }
  return { doses, findings };
}

/** What coverage counts of a person: the day of each dose (`-infinity` where it has none) and of the full series. */
export function milestones(
  doses: readonly ProjectedDose[],
  schedule: Schedule,
): Readonly<{ dose1: string | null; dose2: string | null; dose3: string | null; full: string | null }> {
  const days = doses.map(({ on }) => on ?? '-infinity').sort(byText);
  const needed = primaryDoses(schedule, seriesVaccine(doses));
  const at = (index: number): string | null => days[index] ?? null;
  return { dose1: at(0), dose2: at(1), dose3: at(2), full: at(needed - 1) };
}
