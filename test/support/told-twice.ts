/** Invented people as several lists tell them: the same person twice or three times, with the errors of real lists. */
import { type DemoPerson, makePeople } from '../../db/demo/people.ts';
import { seededRandom } from '../../src/kernel/seeded-random.ts';
import { foldText } from '../../src/kernel/vietnamese-text.ts';
import { personValues } from '../../src/linkage/person-schema.ts';
import type { LinkRecord } from '../../src/linkage/schema.ts';

export type ToldTwice = Readonly<{
  records: LinkRecord[];
  /** Id of a record → number of its person. */
  person: ReadonlyMap<string, number>;
}>;

type Values = Record<string, string | null>;

const PEOPLE_OF_A_COMMUNE = 8_000;

/** About `count` records; the same seed gives the same lists. */
export function toldTwice(count: number, seed: number, firstCommune = 0): ToldTwice {
  const next = seededRandom(seed * 2 + 1);
  const records: LinkRecord[] = [];
  const person = new Map<string, number>();
  let people = 0;
  for (let commune = firstCommune; records.length < count; commune++) {
    for (const one of makePeople(
      (seed * 10_000 + commune) * 2 + 1,
      Math.min(PEOPLE_OF_A_COMMUNE, count),
      10,
    )) {
      people++;
      const copies = next() < 0.35 ? 2 : next() < 0.1 ? 3 : 1;
      for (let copy = 0; copy < copies && records.length < count; copy++) {
        const values = asListed(one, commune);
        if (copy > 0) misspell(values, next);
        const id = `${commune}-${records.length}`;
        records.push({ id, values: personValues(values) });
        person.set(id, people);
      }
      if (records.length >= count) break;
    }
  }
  return { records, person };
}

const asListed = (
  { name, sex, birth, cccd, cmnd, phone, hamlet, address }: DemoPerson,
  commune: number,
): Values => ({
  name,
  sex,
  birth,
  cccd,
  cmnd,
  phone,
  unit: String(commune),
  hamlet: String(hamlet),
  house: foldText(address).replace(/[^a-z0-9]+/g, ' '),
});

/** What a second list makes of it: accents lost, a letter or digit wrong, only the year, numbers not asked for. */
function misspell(values: Values, next: () => number): void {
  const { name, birth, cccd } = values as { name: string; birth: string; cccd: string | null };
  if (next() < 0.08) values.name = foldText(name);
  if (next() < 0.04) {
    const at = 1 + Math.floor(next() * (name.length - 2));
    values.name = name.slice(0, at) + name.slice(at + 1);
  }
  const [year, month, day] = birth.split('-') as [string, string, string];
  const kind = next();
  if (kind < 0.12) values.birth = year;
  else if (kind < 0.15 && Number(day) <= 12) values.birth = `${year}-${day}-${month}`;
  if (cccd !== null && next() < 0.01) {
    const at = 6 + Math.floor(next() * 6);
    values.cccd = cccd.slice(0, at) + ((Number(cccd[at]) + 1) % 10) + cccd.slice(at + 1);
  }
  for (const [field, share] of [
    ['cccd', 0.3],
    ['cmnd', 0.3],
    ['phone', 0.3],
    ['hamlet', 0.15],
    ['house', 0.25],
    ['sex', 0.02],
  ] as const)
    if (next() < share) values[field] = null;
}

/** Pairwise precision and recall of a partition (record id → group) against the truth. */
export function scorePartition(
  group: ReadonlyMap<string, unknown>,
  person: ReadonlyMap<string, number>,
): Readonly<{ precision: number; recall: number; f1: number }> {
  const pairs = (keys: Iterable<unknown>): number => {
    const counts = new Map<unknown, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts.values().reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const ids = [...person.keys()];
  const right = pairs(ids.map((id) => `${group.get(id)} ${person.get(id)}`));
  const found = pairs(ids.map((id) => group.get(id)));
  const all = pairs(person.values());
  const [precision, recall] = [found === 0 ? 1 : right / found, all === 0 ? 1 : right / all];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}
