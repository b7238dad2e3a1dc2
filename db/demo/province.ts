/**
 * The demonstration province: Quảng Ninh on 14/12/2021, invented people, the files that police, communes and health
 * stations send, with the defects of real ones. Same scale, same bytes of content. docs/demo.md tells the story.
 */
import { writeXlsx } from 'hucre';
import type { Units, UnitVersion } from '../../src/areas/units.ts';
import { seededRandom } from '../../src/kernel/seeded-random.ts';
import { foldText } from '../../src/kernel/vietnamese-text.ts';
import { communeSheets, messySheet, nationalSheet, policeSheet, type Sheet } from './lists.ts';
import { AS_OF, type DemoPerson, makePeople } from './people.ts';

export type DemoFile = Readonly<{
  name: string;
  /** Makes the file; until then it costs nothing. */
  bytes: () => Promise<Uint8Array>;
  source: 'police' | 'commune' | 'health';
  unitCode: string;
  complete: boolean /** Not imported: for the user to upload. */;
  leave: boolean;
}>;

// Communes that have sent lists by the day of the demonstration, one of the hills among them; the others still owe theirs.
const DEFAULT_COMMUNES = ['06676', '06682', '06697', '06709', '06712', '06736', '06760', '06841'];
/** Whose files the first ten minutes are about: the commune of the account `xa.hongha`. */
const HOME = '06697';
/** Bình Liêu, Tiên Yên, Đầm Hà, Hải Hà, Ba Chẽ. */
const HILL_DISTRICTS = new Set(['198', '199', '200', '201', '202']);
const REAL_PEOPLE_OF_A_COMMUNE = 7_400;
const WIDTHS = Array.from({ length: 26 }, (_, i) => ({ width: i === 1 || i === 3 ? 26 : 16 }));

/** The files of the province at a scale: 0.01 is about 13 thousand people in eight communes, 1 is 1.3 million in all 177. */
export function* demoFiles(units: Units, scale = 0.01): Generator<DemoFile> {
  const province = units.byCode('22', AS_OF);
  const all = units.communesUnder(province.id, AS_OF);
  const whole = scale >= 0.5;
  const communes = whole ? all : all.filter(({ code }) => DEFAULT_COMMUNES.includes(code));
  const size = Math.max(60, Math.round((REAL_PEOPLE_OF_A_COMMUNE * all.length * scale) / communes.length));
  const places = communes.map((commune): Place => {
    const district = units.get(commune.parentId!, AS_OF);
    const seed = Number(commune.code);
    return { commune, district, seed, hamlets: 4 + (seed % 4), hill: HILL_DISTRICTS.has(district.code) };
  });
  // A commune's people are needed for itself and for the one after it.
  const made = new Map<Place, DemoPerson[]>();
  const peopleOf = (place: Place): DemoPerson[] => {
    let people = made.get(place);
    if (people === undefined) {
      people = makePeople(place.seed, size, place.hamlets, place.hill);
      if (made.size >= 2) made.delete(made.keys().next().value!);
      made.set(place, people);
    }
    return people;
  };
  for (const [i, place] of places.entries())
    yield* filesOf(place, places.at(i - 1)!, peopleOf, place.commune.code === HOME && !whole);
}

type Place = Readonly<{
  commune: UnitVersion;
  district: UnitVersion;
  seed: number;
  hamlets: number;
  hill: boolean;
}>;

/** Lists of one commune. It hears of a few people of the one before it: lodgers registered there, guests injected here. */
function* filesOf(
  place: Place,
  before: Place,
  peopleOf: (place: Place) => readonly DemoPerson[],
  home: boolean,
): Generator<DemoFile> {
  const { commune, district, seed, hamlets } = place;
  const neighbours = () => {
    const grown = peopleOf(before).filter(({ birth, kind }) => birth < '2000' && kind === 'permanent');
    const share = Math.ceil(peopleOf(place).length / 200);
    return { lodgers: grown.slice(0, share), guests: grown.slice(share, 3 * share) };
  };
  const residents = (): DemoPerson[] => [
    ...peopleOf(place),
    ...neighbours().lodgers.map(
      (person, i): DemoPerson => ({
        ...person,
        kind: 'temporary',
        relation: 'Ở trọ',
        household: 90_000 + i,
        hamlet: 1 + (i % hamlets),
        address: `Nhà trọ ${1 + (i % 7)}, Khu phố ${1 + (i % hamlets)}`,
        note: '',
        doses: [],
      }),
    ),
  ];
  const file = (
    name: string,
    source: DemoFile['source'],
    sheets: () => readonly Sheet[],
    complete = true,
    leave = false,
  ): DemoFile => ({
    name: `${commune.code}-${foldText(commune.name).replaceAll(' ', '-')}/${name}.xlsx`,
    bytes: () => writeXlsx({ sheets: sheets().map((sheet) => ({ ...sheet, columns: WIDTHS })) } as never),
    source,
    unitCode: commune.code,
    complete,
    leave,
  });
  yield file('cong-an', 'police', () => [
    policeSheet(residents(), commune, district, seededRandom(seed + 1)),
  ]);
  yield file(
    'phuong-xa',
    'commune',
    () => communeSheets(residents(), commune, hamlets, seededRandom(seed + 2)),
    true,
    home,
  );
  yield file('tiem-chung', 'health', () => {
    const guests = { ...before, people: neighbours().guests };
    return [nationalSheet(peopleOf(place), commune, district, seededRandom(seed + 3), { guests })];
  });
  if (!home) return;
  const messy = (count: number) => () => [messySheet(peopleOf(place).slice(0, count), commune)];
  yield file('danh-sach-lon-xon', 'commune', messy(60), false, true);
  const broken = file('tep-hong', 'commune', messy(20), false, true);
  yield { ...broken, bytes: async () => (await broken.bytes()).slice(0, 900) };
}
