/** What was typed of somebody to be added, read and checked as a row of a list would be. Pure. */
import { readCccd, readPhoneNumber } from '../../kernel/identifiers.ts';
import { ageOn, type PlainDate } from '../../kernel/plain-date.ts';
import { looksLikePersonName, parseName } from '../../kernel/vietnamese-name.ts';
import type { Payload } from '../../recording/contract.ts';
import { typedDay } from '../app/format.ts';

export type Typed = Readonly<{
  name: string;
  birth: string;
  sex: 'M' | 'F' | null;
  number: string;
  phone: string;
  unit: string;
  hamlet: string;
  address: string;
}>;

export type Read = Readonly<{
  person: Omit<Payload<'person_added'>, 'personId' | 'notSame'>;
  /** Field → code of what is wrong with it (`table.wrong.<code>`): nothing is recorded until it is put right. */
  wrong: Readonly<Partial<Record<keyof Typed, string>>>;
  /** What does not fit together and may still be so (`table.odd.<code>`). */
  odd: readonly string[];
}>;

const birthOf = (text: string): Payload<'person_added'>['birth'] => {
  const year = /^\d{4}$/.test(text.trim()) ? text.trim() : null;
  if (year !== null) return { on: `${year}-01-01`, precision: 'year' };
  const on = typedDay(text);
  return on === null ? null : { on, precision: 'day' };
};

const kindOf = (number: string): 'cccd' | 'cmnd' | 'passport' | null =>
  /^\d{12}$/.test(number)
    ? 'cccd'
    : /^\d{9}$/.test(number)
      ? 'cmnd'
      : /^[A-Z]{1,2}\d{6,8}$/.test(number)
        ? 'passport'
        : null;

/** Reads what was typed; `today` bounds birth dates. */
export function readTyped(typed: Typed, today: PlainDate): Read {
  const wrong: Partial<Record<keyof Typed, string>> = {};
  const odd: string[] = [];
  const { name } = parseName(typed.name);
  if (!looksLikePersonName(name)) wrong.name = 'name';
  const birth = birthOf(typed.birth);
  if (typed.birth.trim() === '') wrong.birth = 'birth_missing';
  else if (birth === null) wrong.birth = 'birth';
  else if (birth.on > today || ageOn(birth.on as PlainDate, today) > 125) wrong.birth = 'birth_impossible';
  const number = typed.number.replace(/[\s.]/g, '').toUpperCase();
  const kind = kindOf(number);
  if (number !== '' && kind === null) wrong.number = 'number';
  const facts = kind === 'cccd' ? readCccd(number) : null;
  if (facts !== null && typed.sex !== null && facts.sex !== typed.sex) odd.push('cccd_sex');
  if (facts !== null && birth !== null && facts.birthYear !== Number(birth.on.slice(0, 4)))
    odd.push('cccd_birth');
  const phone = typed.phone.trim() === '' ? null : readPhoneNumber(typed.phone);
  if (phone !== null && phone.value === null) wrong.phone = 'phone';
  return {
    person: {
      name,
      sex: typed.sex ?? facts?.sex ?? null,
      birth,
      identifiers: kind === null ? [] : [{ kind, value: number }],
      phone: phone?.value ?? null,
      unit: typed.unit,
      hamlet: typed.hamlet.trim() === '' ? null : typed.hamlet.trim(),
      address: typed.address.trim() === '' ? null : typed.address.trim(),
      residenceKind: null,
    },
    wrong,
    odd,
  };
}
