import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import { blankClaim } from './file-decision.ts';
import { MatchIndex } from './match-index.ts';
import { type Decision, matchRows } from './match-rows.ts';
import { recogniseRows } from './recognise-rows.ts';
import { type FiledClaim, sightOf } from './sight.ts';

const UNIT = 1;
type Short = {
  name: string;
  birth?: string;
  cccd?: string;
  sex?: 'M' | 'F';
  phone?: string;
  hamlet?: string;
  address?: string;
};
const claim = (short: Short): FiledClaim => ({
  ...blankClaim(UNIT),
  name: short.name,
  sex: short.sex ?? null,
  phone: short.phone ?? null,
  hamlet: short.hamlet ?? null,
  place:
    short.address === undefined
      ? null
      : {
          provinceText: null,
          districtText: null,
          communeText: null,
          communeCode: null,
          address: short.address,
        },
  birth:
    short.birth === undefined
      ? null
      : short.birth.length === 4
        ? { on: `${short.birth}-01-01` as PlainDate, precision: 'year' }
        : { on: short.birth as PlainDate, precision: 'day' },
  identifiers: short.cccd === undefined ? [] : [{ kind: 'cccd', value: short.cccd, sound: true }],
});

function match(known: readonly Short[], rows: readonly Short[]): Decision[] {
  const index = new MatchIndex();
  for (const [i, short] of known.entries()) index.add(`known${i}`, sightOf(claim(short), UNIT));
  let next = 0;
  return matchRows(
    rows.map((short) => ({ sight: sightOf(claim(short), UNIT) })),
    index,
    () => `new${next++}`,
  );
}
const brief = (decisions: readonly Decision[]) =>
  decisions.map(({ personId, status }) => `${personId} ${status}`);

test('the same valid number with an agreeing name is the same person', () => {
  assert.deepEqual(
    brief(
      match(
        [{ name: 'Trần Thị Lan', birth: '1980-02-01', cccd: '022180111222' }],
        [{ name: 'TRAN THI LAN', birth: '1980', cccd: '022180111222' }],
      ),
    ),
    ['known0 auto'],
  );
});

test('a borrowed number merges nobody', () => {
  const [decision] = match(
    [{ name: 'Trần Thị Lan', birth: '1980-02-01', cccd: '022180111222' }],
    [{ name: 'Lê Văn Hùng', birth: '2005-03-04', cccd: '022180111222' }],
  );
  assert.equal(decision!.created, true);
  assert.equal(decision!.borrowedId, true);
});

test('name and birth date match only when unique both ways', () => {
  assert.deepEqual(
    brief(
      match([{ name: 'Nguyễn Văn An', birth: '1980-02-01' }], [{ name: 'Nguyen Van An', birth: '1980' }]),
    ),
    ['known0 auto'],
  );
  const namesakes = [
    { name: 'Nguyễn Văn An', birth: '1980-02-01' },
    { name: 'Nguyễn Văn An', birth: '1980-07-09' },
  ];
  assert.equal(match(namesakes, [{ name: 'Nguyễn Văn An', birth: '1980' }])[0]!.status, 'review');
  const rivals = match(
    [namesakes[0]!],
    [
      { name: 'Nguyễn Văn An', birth: '1980', hamlet: 'Khu phố 1' },
      { name: 'Nguyễn Văn An', birth: '1980', hamlet: 'Khu phố 2' },
    ],
  );
  assert.ok(rivals.every(({ personId, status }) => personId !== 'known0' || status === 'review'));
});

test('twins, and father and son of one name, stay apart', () => {
  const twins = match(
    [],
    [
      { name: 'Lê Minh Anh', birth: '2010-05-05', address: 'Số 4, tổ 1, đường Hạ Long', sex: 'F' },
      { name: 'Lê Ngọc Anh', birth: '2010-05-05', address: 'Số 4, tổ 1, đường Hạ Long', sex: 'F' },
    ],
  );
  assert.equal(new Set(twins.map(({ personId }) => personId)).size, 2);
  const neighbours = match(
    [],
    ['An', 'Bình', 'Cường'].map((given) => ({
      name: `Nguyễn Văn ${given}`,
      birth: '1980-02-01',
      sex: 'M' as const,
      hamlet: 'Khu phố 1',
    })),
  );
  assert.deepEqual(brief(neighbours), ['new0 auto', 'new1 auto', 'new2 auto'], 'one list, three names');
  const family = match(
    [{ name: 'Phạm Văn Hùng', birth: '1960-01-03' }],
    [{ name: 'Phạm Văn Hùng', birth: '1985-06-07' }],
  );
  assert.equal(family[0]!.created, true);
});

test('a phone never merges', () => {
  assert.equal(
    match(
      [{ name: 'Trần Thị Lan', birth: '1980-02-01', phone: '0912345678' }],
      [{ name: 'Trần Văn Bình', birth: '2008-02-01', phone: '0912345678' }],
    )[0]!.created,
    true,
  );
});

const person = fc
  .record({
    name: fc.constantFrom(
      'Nguyễn Văn An',
      'Nguyễn Văn Ân',
      'Nguyễn Thị Lan',
      'Trần Thị Lan',
      'Trần Văn Bình',
      'Lê Minh Anh',
    ),
    birth: fc.constantFrom('1980-02-01', '1980-01-02', '1980', '1981-02-01', '2010-05-05', '1980-01-01'),
    cccd: fc.option(fc.constantFrom('022080111222', '022080111333', '022180999888', '022310555444'), {
      nil: undefined,
    }),
    hamlet: fc.option(fc.constantFrom('Khu phố 1', 'Khu phố 2'), { nil: undefined }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)) as Short);

test('no person is ever given two different valid CCCDs automatically', () => {
  fc.assert(
    fc.property(
      fc.array(person, { maxLength: 6 }),
      fc.array(person, { minLength: 1, maxLength: 12 }),
      (known, rows) => {
        const numbers = new Map<string, Set<string>>();
        const note = (personId: string, cccd: string | undefined): void => {
          if (cccd !== undefined) numbers.set(personId, (numbers.get(personId) ?? new Set()).add(cccd));
        };
        for (const [i, one] of known.entries()) note(`known${i}`, one.cccd);
        match(known, rows).forEach((decision, i) => {
          if (decision.status === 'auto' && !decision.borrowedId) note(decision.personId, rows[i]!.cccd);
        });
        return [...numbers.values()].every(({ size }) => size <= 1);
      },
    ),
    { numRuns: 400 },
  );
});

test('a row in review makes no person, and every row is decided', () => {
  fc.assert(
    fc.property(fc.array(person, { minLength: 1, maxLength: 12 }), (rows) => {
      const decisions = match([], rows);
      const made = new Set(decisions.filter(({ created }) => created).map(({ personId }) => personId));
      return (
        decisions.length === rows.length &&
        decisions.every(
          ({ status, created, personId }) => !(status === 'review' && created) && made.has(personId),
        )
      );
    }),
  );
});

test('rows of a corrected file are recognised: sorted, inserted, deleted, one cell changed', () => {
  const row = (
    id: number,
    change = '',
  ): { id: string; hash: string; sheet: string; row: number; cells: string[] } => ({
    id: `r${id}`,
    hash: `h${id}${change}`,
    sheet: 'DS',
    row: id,
    cells: [`Họ tên ${id}`, `0${id}/02/1980`, `02208011122${id}`, 'Khu phố 1', `${change || 'Nam'}`],
  });
  const found = recogniseRows([row(1), row(2), row(3), row(4)], [row(4), row(2, 'Nữ'), row(9), row(1)]);
  assert.deepEqual(
    found.rows.map((one) => one && `${one.old.id} ${one.same}`),
    ['r4 true', 'r2 false', null, 'r1 true'],
  );
  assert.deepEqual(
    found.gone.map(({ id }) => id),
    ['r3'],
  );
});
