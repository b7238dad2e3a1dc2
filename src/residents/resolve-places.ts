import type { Units, UnitVersion } from '../areas/units.ts';
import type { CheckedRow, PlaceClaim } from '../intake/claim.ts';
import type { Finding } from '../kernel/finding.ts';
import { addDays, type PlainDate } from '../kernel/plain-date.ts';
import { foldText } from '../kernel/vietnamese-text.ts';
import type { PlacedRow } from './write-list.ts';

type Resolved = Readonly<{ unit: UnitVersion | null; code: string | null; detail: string }>;

/** Resolves the communes that rows name, on the map of the list's date; words are read within what else is known. */
export class PlaceResolver {
  readonly #units: Units;
  readonly #asOf: PlainDate;
  readonly #home: UnitVersion;
  readonly #homeNames: readonly string[];
  readonly #cache = new Map<string, Resolved>();

  constructor(units: Units, asOf: PlainDate, home: UnitVersion) {
    this.#units = units;
    // A list of a unit that is no more names its neighbours by the map of that unit's time.
    this.#asOf = units.find(home.id, asOf) === undefined && home.to !== null ? addDays(home.to, -1) : asOf;
    this.#home = home;
    this.#homeNames = [foldText(home.fullName), foldText(home.name)];
  }

  /** The row with its communes as unit ids; finds `unit_code_unknown`, `unit_name_ambiguous`, `unit_code_name_differs`. */
  place(row: CheckedRow): PlacedRow {
    const findings: Finding[] = [];
    const here = this.#resolve(row.claim.place, true);
    const registered = this.#resolve(row.claim.registeredPlace, false);
    for (const { code, detail } of [here, registered])
      if (code !== null)
        findings.push({
          sheet: row.sheet,
          row: row.row,
          column: null,
          code,
          severity: 'warning',
          params: {},
          cell: detail,
          suggestion: null,
        });
    const home = this.#home;
    const unit = here.unit ?? home;
    // A list of one commune speaks of that commune; a list of a district or province of the commune its row names.
    const listUnitId = home.level === 3 || here.unit === null ? home.id : here.unit.id;
    const claim = {
      ...row.claim,
      unitId: unit.id,
      unitStated: here.unit !== null && here.unit.id !== home.id,
      registeredUnitId:
        registered.unit !== null && registered.unit.id !== unit.id ? registered.unit.id : null,
    };
    return {
      row: findings.length === 0 ? row : { ...row, findings: [...row.findings, ...findings] },
      claim,
      listUnitId,
    };
  }

  #resolve(place: PlaceClaim | null, present: boolean): Resolved {
    if (place === null || (place.communeCode === null && place.communeText === null))
      return { unit: null, code: null, detail: '' };
    const key = [place.communeCode, place.communeText, place.districtText, place.provinceText, present].join(
      '|',
    );
    let found = this.#cache.get(key);
    if (found === undefined) {
      found = this.#look(place);
      this.#cache.set(key, found);
    }
    return found;
  }

  #look(place: PlaceClaim): Resolved {
    const detail = [place.communeCode, place.communeText, place.districtText, place.provinceText]
      .filter((part) => part !== null)
      .join(', ');
    const byCode =
      place.communeCode === null ? undefined : this.#units.findByCode(place.communeCode, this.#asOf);
    const byName = place.communeText === null ? null : this.#byName(place);
    if (byCode !== undefined) {
      const differs = byName !== null && 'unit' in byName && byName.unit.id !== byCode.id;
      return { unit: byCode, code: differs ? 'unit_code_name_differs' : null, detail };
    }
    if (byName !== null && 'unit' in byName)
      return { unit: byName.unit, code: place.communeCode === null ? null : 'unit_code_unknown', detail };
    return {
      unit: null,
      code: byName !== null && 'ambiguous' in byName ? 'unit_name_ambiguous' : 'unit_unknown_in_row',
      detail,
    };
  }

  #byName(place: PlaceClaim) {
    const commune = place.communeText!;
    if (
      place.districtText === null &&
      place.provinceText === null &&
      this.#homeNames.includes(foldText(commune))
    )
      return { unit: this.#home };
    const words = { commune, district: place.districtText, province: place.provinceText };
    const chain = this.#units.ancestors(this.#home.id, this.#asOf);
    // Words without a province are meant near by: first within the district, then the province, then anywhere.
    for (const scope of place.provinceText === null ? [...chain.slice(1), null] : [null]) {
      const found = this.#units.findByName(words, this.#asOf, scope?.id ?? null);
      if (!('none' in found)) return found;
    }
    return { none: true as const };
  }
}
