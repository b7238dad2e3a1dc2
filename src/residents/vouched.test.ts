import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { ListSource } from '../intake/claim.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { blankClaim } from './file-decision.ts';
import type { LinkedClaim } from './linked-claim.ts';
import { projectPerson } from './project-person.ts';
import type { FiledClaim } from './sight.ts';

const day = (iso: string): PlainDate => iso as PlainDate;
const NAMES = ['Nguyễn Văn An', 'Nguyen Van An', 'Trần Thị Bình'] as const;
const BIRTHS = [
  { on: day('1980-02-01'), precision: 'day' },
  { on: day('1980-01-01'), precision: 'year' },
  { on: day('1981-03-02'), precision: 'day' },
] as const;
const NUMBERS = ['022080111222', '022180111333', '100123456'] as const;

const claim = (more: Partial<FiledClaim>): FiledClaim => ({ ...blankClaim(1), ...more });
let records = 0;
const linked = (source: ListSource, said: FiledClaim, asOf = '2021-12-01'): LinkedClaim => ({
  recordId: String(records++).padStart(8, '0'),
  kind: 'residents',
  source,
  status: 'auto',
  listUnitId: 1,
  asOf: day(asOf),
  claim: said,
});
const number = (value: string) => ({
  kind: value.length === 12 ? ('cccd' as const) : ('cmnd' as const),
  value,
  sound: true,
});

const listed = fc
  .record({
    source: fc.constantFrom<ListSource>('police', 'commune', 'health'),
    name: fc.constantFrom(...NAMES),
    sex: fc.constantFrom<'M' | 'F'>('M', 'F'),
    birth: fc.constantFrom(...BIRTHS),
    id: fc.constantFrom(...NUMBERS),
    asOf: fc.constantFrom('2021-11-01', '2022-06-01'),
    kind: fc.constantFrom<'permanent' | 'temporary'>('permanent', 'temporary'),
  })
  .map(({ source, name, sex, birth, id, asOf, kind }) =>
    linked(source, claim({ name, sex, birth, identifiers: [number(id)], residenceKind: kind }), asOf),
  );

test('what the police vouch for outweighs all lists, older or newer, and says nothing of where somebody lives', () => {
  fc.assert(
    fc.property(
      fc.array(listed, { minLength: 1, maxLength: 6 }),
      fc.record({
        name: fc.option(fc.constantFrom('Lý Tin Ha', 'Nguyễn Văn Ân')),
        sex: fc.option(fc.constantFrom<'M' | 'F'>('M', 'F')),
        birth: fc.option(fc.constantFrom({ on: day('1979-05-05'), precision: 'day' as const })),
        id: fc.option(fc.constantFrom('022079999999', '100999999')),
      }),
      (lists, { name, sex, birth, id }) => {
        const vouched = linked(
          'police',
          claim({ name, sex, birth, identifiers: id === null ? [] : [number(id)], vouched: true }),
        );
        const before = projectPerson(lists);
        const after = projectPerson([...lists, vouched]);
        assert.equal(after.name, name ?? before.name);
        // Lists that are of two minds about the sex are settled by the number that the police vouch for.
        if (after.sex !== (sex ?? before.sex))
          assert.deepEqual([sex, id, after.sex], [null, '022079999999', 'M']);
        assert.deepEqual(after.birth, birth ?? before.birth);
        assert.equal(after.nationalId, id ?? before.nationalId);
        assert.deepEqual(
          [after.residences, after.whereabouts, after.sources, after.household],
          [before.residences, before.whereabouts, before.sources, before.household],
        );
        assert.deepEqual(
          projectPerson([vouched, ...lists].reverse()),
          after,
          'whatever the order of arrival',
        );
        // What is vouched for is settled.
        if (name !== null) assert.ok(!after.conflicts.includes('name'));
        if (birth !== null) assert.ok(!after.conflicts.includes('birth'));
      },
    ),
  );
});
