/**
 * Identity numbers of Vietnam. CCCD: 12 digits = 3 province of birth registration, 1 century and sex, 2 birth year,
 * 6 random (NĐ 137/2015/NĐ-CP art. 13; TT 59/2021/TT-BCA). There is no check digit: only consistency can be seen.
 */

/** Codes of the 63 provinces and 000 for those born abroad: valid for ever, also after 2025 (TT 07/2016/TT-BCA). */
const REGISTRATION_PROVINCES = new Set(
  '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'.split(
    ' ',
  ),
);

/** 1xx are codes of countries for people born abroad. */
export const isRegistrationProvince = (code: string): boolean =>
  REGISTRATION_PROVINCES.has(code) || /^1\d\d$/.test(code);

export type CccdFacts = Readonly<{ province: string; birthYear: number; sex: 'M' | 'F' }>;

/** What a CCCD says of its bearer; null when it has no such form. */
export function readCccd(value: string): CccdFacts | null {
  if (!/^\d{12}$/.test(value)) return null;
  const century = Number(value[3]);
  return {
    province: value.slice(0, 3),
    birthYear: 1900 + Math.floor(century / 2) * 100 + Number(value.slice(4, 6)),
    sex: century % 2 === 0 ? 'M' : 'F',
  };
}

// 11-digit mobile prefixes until 2018 and what they became (plan of 15/09/2018).
const OLD_PREFIXES: Readonly<Record<string, string>> = {
  '0120': '070',
  '0121': '079',
  '0122': '077',
  '0126': '076',
  '0128': '078',
  '0123': '083',
  '0124': '084',
  '0125': '085',
  '0127': '081',
  '0129': '082',
  '0162': '032',
  '0163': '033',
  '0164': '034',
  '0165': '035',
  '0166': '036',
  '0167': '037',
  '0168': '038',
  '0169': '039',
  '0186': '056',
  '0188': '058',
  '0199': '059',
};

export type PhoneReading = Readonly<{
  value: string | null;
  repair: 'none' | 'zero' | 'old' | 'placeholder' | 'unreadable';
}>;

/** Ten digits from 0; lost zeros, +84 and the prefixes before 2018 repaired; invented numbers refused. Of several numbers the first that is one. */
export function readPhoneNumber(raw: string): PhoneReading {
  const pieces = raw.split(/[/;,\n|]|\s[-–]\s|hoặc|\d{10}(?=[-– ]*0\d{9})/u);
  if (pieces.length === 1) return readOnePhone(raw);
  const numbers = raw.match(/\+?\(?\d[\d .()–-]{6,}\d/g) ?? [raw];
  const each = numbers.map((number) => readOnePhone(firstTen(number)));
  return each.find(({ value }) => value !== null) ?? each[0]!;
}

/** "0912345678-0987654321", "0912345678 0987654321": two numbers run together. */
const firstTen = (text: string): string => {
  const digits = text.replace(/\D/g, '');
  return digits.length === 20 && digits.startsWith('0') ? digits.slice(0, 10) : text;
};

function readOnePhone(raw: string): PhoneReading {
  let digits = raw
    .replace(/[^\d+]/g, '')
    .replace(/^(\+840?|00840?|84(?=\d{9}$))/, '0')
    .replace(/\+/g, '');
  if (digits === '') return { value: null, repair: 'unreadable' };
  if (
    /^(\d)\1*$/.test(digits) ||
    /^0?(123456789|987654321|912345678|999999999|900000000)0?$/.test(digits) ||
    /^0?\d(\d)\1{7,}$/.test(digits)
  )
    return { value: null, repair: 'placeholder' };
  let repair: PhoneReading['repair'] = 'none';
  if (/^[35789]\d{8}$/.test(digits) || /^1\d{9}$/.test(digits)) {
    digits = `0${digits}`;
    repair = 'zero';
  }
  if (/^01\d{9}$/.test(digits)) {
    const prefix = OLD_PREFIXES[digits.slice(0, 4)];
    return prefix === undefined
      ? { value: null, repair: 'unreadable' }
      : { value: prefix + digits.slice(4), repair: 'old' };
  }
  if (/^0[35789]\d{8}$/.test(digits) || /^02\d{8,9}$/.test(digits)) return { value: digits, repair };
  return { value: null, repair: 'unreadable' };
}
