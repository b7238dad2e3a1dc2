/** Where a row says its person lives: columns of place, addresses, and the commune at an address's end. */
import { foldText } from '../../kernel/vietnamese-text.ts';
import { readHamlet, readNote } from '../check/words.ts';
import type { PlaceClaim } from '../claim.ts';
import type { Field } from '../layout.ts';
import type { Carried } from './carried.ts';
import type { RowReader } from './row-reader.ts';

export type RowPlaces = Readonly<{
  hamlet: string | null;
  place: PlaceClaim;
  registeredPlace: PlaceClaim | null;
}>;

/** Reads the places of a row; what the list writes once for a household is carried to all its people. */
export function readPlaces(
  row: RowReader,
  carried: Carried,
  householdColumns: ReadonlySet<number>,
  numberedHamlet: string,
): RowPlaces {
  const text = (field: Field): string | null => {
    const column = row.column(field);
    const own = column === null ? null : row.text(field);
    return column !== null && householdColumns.has(column) ? carried.ofHousehold(field, own) : own;
  };
  const current = text('currentAddress');
  const registered = text('registeredAddress');
  const plain = text('address');
  const hamletText = text('hamlet');
  const hamlet =
    hamletText === null
      ? null
      : (readHamlet(hamletText) ??
        (/^\d{1,3}$/.test(hamletText) ? `${numberedHamlet} ${Number(hamletText)}` : hamletText));
  const same =
    current === null ||
    /^(nhu tren|nt|-|\/\/|")$/.test(foldText(current)) ||
    (!/\d/.test(current) && readNote(current).whereabouts !== null);
  const address = (same ? null : current) ?? plain ?? (same ? registered : null);
  const split = splitPlace(address);
  return {
    hamlet:
      hamlet ??
      readHamlet(current ?? '') ??
      readHamlet(plain ?? '') ??
      readHamlet(registered ?? '') ??
      carried.hamlet,
    place: {
      provinceText: row.text('provinceText') ?? split?.provinceText ?? null,
      districtText: row.text('districtText') ?? split?.districtText ?? null,
      communeText: row.text('communeText') ?? split?.communeText ?? null,
      communeCode: row.text('communeCode'),
      address,
    },
    registeredPlace: splitPlace(registered),
  };
}

/** "Số 3, Xã Thanh Lân, Huyện Cô Tô, Quảng Ninh": the commune, district and province at the end of an address. */
export function splitPlace(address: string | null): PlaceClaim | null {
  if (address === null) return null;
  const parts = address
    .split(/[,;]|\s-\s/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const at = parts.findLastIndex((part) =>
    /^(x[aã]|ph[uư][oờ]ng|p\.|tt\.?|th[iị] tr[aấ]n|[đd][aặ]c khu)[\s.]+\S/iu.test(part),
  );
  if (at < 0)
    return { provinceText: null, districtText: null, communeText: null, communeCode: null, address };
  const rest = parts.slice(at + 1);
  const district =
    rest.length >= 2 ||
    /^(q|qu[aậ]n|h|huy[eệ]n|tp|th[aà]nh ph[oố]|tx|th[iị] x[aã])[\s.]/iu.test(rest[0] ?? '')
      ? (rest[0] ?? null)
      : null;
  return {
    communeText: parts[at]!,
    districtText: district,
    provinceText: rest[district === null ? 0 : 1] ?? null,
    communeCode: null,
    address,
  };
}
