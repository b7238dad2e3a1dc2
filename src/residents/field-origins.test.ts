import assert from 'node:assert/strict';
import test from 'node:test';
import type { PlainDate } from '../kernel/plain-date.ts';
import { fieldOrigins } from './field-origins.ts';
import type { FiledClaim } from './sight.ts';

const claim = (said: Partial<FiledClaim>): FiledClaim =>
  ({
    name: null,
    birth: null,
    sex: null,
    identifiers: [],
    residenceKind: null,
    hamlet: null,
    household: null,
    ...said,
  }) as FiledClaim;
const day = (on: string, precision: 'day' | 'month' | 'year' = 'day') => ({ on: on as PlainDate, precision });

test('hands that agree stand together under one value, spelled as it is shown', () => {
  const [name, ...rest] = fieldOrigins(
    [
      { source: 'police', claim: claim({ name: 'Nguyễn Văn Hòa' }) },
      { source: 'commune', claim: claim({ name: 'NGUYEN VAN HOA' }) },
      { source: 'commune', claim: claim({ name: 'Nguyễn Văn Hòa' }) },
    ],
    { name: 'Nguyễn Văn Hòa' },
  );
  assert.deepEqual(name, {
    field: 'name',
    values: [{ value: 'Nguyễn Văn Hòa', shown: true, differs: false, sources: ['commune', 'police'] }],
  });
  assert.deepEqual(rest, []);
});

test('a hand that differs is named with its value, after the shown one; a year that fits does not differ', () => {
  const [birth] = fieldOrigins(
    [
      { source: 'health', claim: claim({ birth: day('1985-01-01', 'year') }) },
      { source: 'commune', claim: claim({ birth: day('1985-01-01', 'year') }) },
      { source: 'police', claim: claim({ birth: day('1985-02-28') }) },
      { source: 'health', claim: claim({ birth: day('1958-02-28') }) },
    ],
    { birth: '1985-02-28' },
  );
  assert.deepEqual(birth?.values, [
    { value: '1985-02-28', shown: true, differs: false, sources: ['police'] },
    { value: '1985', shown: false, differs: false, sources: ['commune', 'health'] },
    { value: '1958-02-28', shown: false, differs: true, sources: ['health'] },
  ]);
});

test('a field that no list states is not there; an ID number may be either kind', () => {
  const found = fieldOrigins(
    [
      {
        source: 'police',
        claim: claim({
          identifiers: [
            { kind: 'cccd', value: '022085000111', sound: true },
            { kind: 'bhyt', value: 'GD4222212345678', sound: true },
          ],
        }),
      },
      {
        source: 'health',
        claim: claim({ identifiers: [{ kind: 'cmnd', value: '101234567', sound: true }] }),
      },
    ],
    { nationalId: '022085000111' },
  );
  assert.deepEqual(
    found.map(({ field, values }) => [field, values.map(({ value }) => value)]),
    [['nationalId', ['022085000111', '101234567']]],
  );
});
