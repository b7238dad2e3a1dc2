/**
 * The demonstration province: Quảng Ninh on 14/12/2021, invented people, the files that police, communes and health
 * stations send, with the defects of real ones. Same scale, same bytes of content. docs/demo.md tells the story.
 */
import { writeXlsx } from 'hucre';
import type { Units, UnitVersion } from '../../src/areas/units.ts';
import { foldText } from '../../src/kernel/vietnamese-text.ts';
import { communeSheets, messySheet, nationalSheet, policeSheet, type Sheet } from './lists.ts';
import { AS_OF, type DemoPerson, makePeople, random } from './people.ts';

export type DemoFile = Readonly<{
  name: string;
  bytes: Uint8Array;
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
export async function* demoFiles(units: Units, scale = 0.01): AsyncGenerator<DemoFile> {
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
  const peopleOf = ({ seed, hamlets, hill }: Place): DemoPerson[] => makePeople(seed, size, hamlets, hill);
  // Each commune hears of a few people of the one before it: lodgers who are registered there, visitors who were injected here.
  let before: { place: Place; people: DemoPerson[] } = {
    place: places.at(-1)!,
    people: peopleOf(places.at(-1)!),
  };
  for (const place of places) {
    const people = peopleOf(place);
    yield* filesOf(place, people, before, place.commune.code === HOME && !whole);
    before = { place, people };
  }
}

type Place = Readonly<{
  commune: UnitVersion;
  district: UnitVersion;
  seed: number;
  hamlets: number;
  hill: boolean;
}>;

async function* filesOf(
  place: Place,
  own: readonly DemoPerson[],
  neighbours: { place: Place; people: readonly DemoPerson[] },
  home: boolean,
): AsyncGenerator<DemoFile> {
  const { commune, district, seed, hamlets } = place;
  const grown = neighbours.people.filter(({ birth, kind }) => birth < '2000' && kind === 'permanent');
  const share = Math.ceil(own.length / 200);
  const lodgers = grown.slice(0, share).map(
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
  );
  const people = [...own, ...lodgers];
  const guests = { ...neighbours.place, people: grown.slice(share, 3 * share) };
  const file = async (
    name: string,
    source: DemoFile['source'],
    sheets: readonly Sheet[],
    complete = true,
    leave = false,
  ): Promise<DemoFile> => ({
    name: `${commune.code}-${foldText(commune.name).replaceAll(' ', '-')}/${name}.xlsx`,
    bytes: await writeXlsx({ sheets: sheets.map((sheet) => ({ ...sheet, columns: WIDTHS })) } as never),
    source,
    unitCode: commune.code,
    complete,
    leave,
  });
  yield await file('cong-an', 'police', [policeSheet(people, commune, district, random(seed + 1))]);
  const hamletSheets = communeSheets(people, commune, hamlets, random(seed + 2));
  yield await file('phuong-xa', 'commune', hamletSheets, true, home);
  const form = nationalSheet(own, commune, district, random(seed + 3), { guests });
  yield await file('tiem-chung', 'health', [form]);
  if (!home) return;
  yield await file('danh-sach-lon-xon', 'commune', [messySheet(own.slice(0, 60), commune)], false, true);
  const broken = await file('tep-hong', 'commune', [messySheet(own.slice(0, 20), commune)], false, true);
  yield { ...broken, bytes: broken.bytes.slice(0, 900) };
}
