/** What stands over a list: its day, its unit and hamlet, who made it, how its people live there, and doses told for all. Pure. */
import { makeDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readDoseHints, tellsOfInjections } from '../check/dose-hints.ts';
import { readHamlet } from '../check/words.ts';
import type { ListSource, ResidenceKind } from '../claim.ts';
import type { DoseHints } from '../layout.ts';
import { doseOfHeader } from './header-words.ts';

export type TitleFacts = Readonly<{
  asOf: string | null;
  hamlet: string | null;
  source: ListSource | null;
  unitText: string | null;
  districtText: string | null;
  residenceKind: ResidenceKind | null;
  doses: DoseHints | null;
  /** The titles call the list one of residents (nhân khẩu, hộ dân), whatever its columns. */
  ofResidents: boolean;
}>;

/** Reads the title rows (cells joined by " | ", rows by line feeds), then the name of the sheet, then that of the file. */
export function readTitles(title: string, sheetName: string, fileName: string): TitleFacts {
  const sheet = spoken(sheetName);
  const file = spoken(fileName.replace(/^.*[/\\]/, '').replace(/\.\w{2,5}$/, ''));
  const folded = foldText(`${title}\n${sheet}`);
  return {
    asOf: titleDate(title),
    hamlet: readHamlet(sheet) ?? soleHamlet(title) ?? readHamlet(file),
    source: sourceOf(folded) ?? sourceOf(foldText(file)),
    unitText: unitIn(title) ?? unitIn(sheet) ?? unitIn(file),
    districtText:
      /((?:thành phố|thị xã|huyện|quận)\s+[\p{L}][\p{L}\s'-]{0,30}?)(?=\s*(?:$|[|\n,(:;–-]))/iu
        .exec(title)?.[1]
        ?.replace(/\s+/g, ' ') ?? null,
    residenceKind: residenceKindOf(folded) ?? residenceKindOf(foldText(file)),
    doses: dosesIn(title, tellsOfInjections(file) ? `${sheet} | ${file}` : sheet),
    ofResidents: /nhan khau|nhan dan|cu tru|ho khau|ho gia dinh|ho dan|dan cu|thuong tru/.test(folded),
  };
}

/** Names of sheets and files are written without blanks and accents: "DS_tam_tru-KP3". */
const spoken = (name: string): string =>
  name
    .replace(/_+|(?<!\d)\.|\.(?!\d)/g, ' ')
    .replace(/(\p{Ll})(?=\p{Lu}|\d)/gu, '$1 ')
    .trim();

const sourceOf = (folded: string): ListSource | null =>
  /cong an|\bca (phuong|xa)\b/.test(folded)
    ? 'police'
    : /tram y te|benh vien|trung tam y te|tiem chung|so y te|mui \d|\btyt\b|\bttyt\b/.test(folded)
      ? 'health'
      : /\bubnd\b|uy ban nhan dan/.test(folded)
        ? 'commune'
        : null;

/** How all people under these words live there; null where the words name several kinds or none. */
export function residenceKindOf(folded: string): ResidenceKind | null {
  if (/vang lai/.test(folded)) return 'transient';
  if (/tam tru/.test(folded) && !/thuong tru|cu tru/.test(folded)) return 'temporary';
  if (/tam vang/.test(folded) && !/tam tru|thuong tru/.test(folded)) return 'absent';
  if (/thuong tru/.test(folded) && !/tam tru|tam vang|cu tru/.test(folded)) return 'permanent';
  return null;
}

/** The line that tells of injections, with the lines around it that give the lot and the place. */
function dosesIn(title: string, sheet: string): DoseHints | null {
  const lines = title.split('\n');
  const telling = lines.filter((line) => tellsOfInjections(line));
  const planned = lines.some(
    (line) =>
      /danh sach|ke hoach/i.test(foldText(line)) && !tellsOfInjections(line) && /tiem/.test(foldText(line)),
  );
  if (planned || (telling.length === 0 && !tellsOfInjections(sheet))) return null;
  const told = [...telling, sheet].join(' | ');
  const all = [
    told,
    ...lines.filter(
      (line) => /(số lô|lô|địa điểm|điểm tiêm|nơi tiêm|tại)\b/iu.test(line) && !telling.includes(line),
    ),
  ];
  const hints = readDoseHints(told, doseOfHeader(foldText(told))?.dose ?? null);
  const rest = readDoseHints(all.join(' | '), null);
  const doses = { ...hints, lot: hints.lot ?? rest.lot, place: hints.place ?? rest.place };
  const silent =
    doses.vaccine === null &&
    doses.lot === null &&
    doses.number === null &&
    doses.place === null &&
    doses.kind === null;
  return silent ? null : doses;
}

// Laws and orders that a list rests on have days of their own.
const LEGAL_BASIS = /^\W*(can cu|thuc hien|theo|xet|luat|nghi dinh|thong tu|quyet dinh)\b/;
const DAYS = /(\d{1,2}) thang (\d{1,2}) nam (\d{4})|(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})(?!\d)/g;

/** The day up to which the list holds: "tính đến ngày …" if a title says so, else the latest day in the titles. */
function titleDate(title: string): string | null {
  const lines = title.split('\n').map(foldText);
  const upTo = lines.filter((line) => /tinh den|den ngay|den het ngay/.test(line));
  for (const some of [upTo.map((line) => line.slice(line.search(/tinh den|den ngay|den het ngay/))), lines]) {
    const days = some
      .filter((line) => !LEGAL_BASIS.test(line))
      .flatMap((line) =>
        [...line.matchAll(DAYS)].flatMap(
          ([, day, month, year, d, m, y]) =>
            makeDate(Number(year ?? y), Number(month ?? m), Number(day ?? d)) ?? [],
        ),
      );
    if (days.length > 0) return days.sort().at(-1)!;
  }
  return null;
}

function soleHamlet(title: string): string | null {
  const found = new Set(title.split('\n').flatMap((line) => readHamlet(line) ?? []));
  return found.size === 1 ? [...found][0]! : null;
}

const UNIT =
  /(?:^|[\s|])((?:phường|phuong|xã(?!\s+hội)|xa(?!\s+hoi)|thị trấn|thi tran|đặc khu|dac khu)\s+[\p{L}\d][\p{L}\d\s'-]{0,40}?)(?=\s*(?:$|[|\n,(:;–-]|tính|năm|ngày|số|tháng))/iu;

const unitIn = (text: string): string | null => UNIT.exec(text)?.[1]?.replace(/\s+/g, ' ').trim() ?? null;
