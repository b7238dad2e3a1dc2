import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import type { PlainDate } from '../kernel/plain-date.ts';
import { type Answer, decideCheck, type StandingCheck } from './decide-check.ts';
import { IDENTITY_FIELDS, type Identity } from './identity-fields.ts';

const TODAY = '2021-12-20' as PlainDate;
const identity = fc.record({
  name: fc.constantFrom('Nguyễn Văn An', 'Trần Thị Bình', 'Lê Minh Châu'),
  sex: fc.constantFrom('M', 'F', null),
  birth: fc.constantFrom('1980', '1980-02', '1980-02-01', null),
  id: fc.constantFrom('022080111222', '100123456', null),
});
const marks = fc.record({
  name: fc.option(fc.boolean()),
  sex: fc.option(fc.boolean()),
  birth: fc.option(fc.boolean()),
  id: fc.option(fc.boolean()),
});
const right = fc.record(
  {
    name: fc.constantFrom('Nguyễn Văn Ân', 'Trần Thị Bình', '123'),
    birth: fc.constantFrom('1981-03-02', '1980', '2030-01-01', '1981-02-31'),
    id: fc.constantFrom('022180999888', '022080111222', 'B1234567', '12'),
  },
  { requiredKeys: [] },
);
const answerTo = (shown: fc.Arbitrary<Identity>): fc.Arbitrary<Answer> =>
  fc.record({ shown, marks, right }) as fc.Arbitrary<Answer>;
const standingOf = (verdict: ReturnType<typeof decideCheck>): StandingCheck => {
  assert.equal(verdict.kind, 'answered');
  const { marks: said, held, corrected } = verdict as Extract<typeof verdict, { kind: 'answered' }>;
  return { id: 'a', marks: said, held, corrected, recordId: corrected.length > 0 ? 'r' : null };
};

test('an answer holds for what was shown but for the fields that were corrected; the claim states just those', () => {
  fc.assert(
    fc.property(answerTo(identity), (answer) => {
      const verdict = decideCheck(answer.shown, null, answer, TODAY);
      if (verdict.kind !== 'answered') return;
      for (const field of IDENTITY_FIELDS) {
        const corrected = verdict.corrected.includes(field);
        assert.equal(verdict.held[field] !== answer.shown[field], corrected);
        if (corrected) assert.equal(answer.marks[field], false);
        if (answer.marks[field] === true) assert.notEqual(answer.shown[field], null);
      }
      assert.equal(verdict.stated === null, verdict.corrected.length === 0);
      if (verdict.stated !== null) {
        assert.equal(verdict.stated.name !== null, verdict.corrected.includes('name'));
        assert.equal(verdict.stated.birth !== null, verdict.corrected.includes('birth'));
        assert.equal(verdict.stated.identifiers.length > 0, verdict.corrected.includes('id'));
      }
    }),
  );
});

test('the same answer again changes nothing, also when the register shows the corrected values by then', () => {
  fc.assert(
    fc.property(answerTo(identity), (answer) => {
      const first = decideCheck(answer.shown, null, answer, TODAY);
      if (first.kind !== 'answered') return;
      const standing = standingOf(first);
      assert.deepEqual(decideCheck(first.held, standing, answer, TODAY), { kind: 'unchanged' });
      // Seen again on the screen: what was corrected is right now.
      const seen = Object.fromEntries(
        IDENTITY_FIELDS.map((field) => [field, first.corrected.includes(field) ? true : answer.marks[field]]),
      ) as Answer['marks'];
      const onScreen = { shown: first.held, marks: seen, right: {} };
      // Of two sexes the other one is right: a sex still marked false would be corrected once more.
      assert.deepEqual(decideCheck(first.held, standing, onScreen, TODAY), { kind: 'unchanged' });
    }),
  );
});

test('an answer about anything else than what is shown now is refused', () => {
  fc.assert(
    fc.property(answerTo(identity), identity, (answer, current) => {
      if (IDENTITY_FIELDS.every((field) => current[field] === answer.shown[field])) return;
      assert.deepEqual(decideCheck(current, null, answer, TODAY), {
        kind: 'refused',
        code: 'verify_changed_meanwhile',
        field: null,
      });
    }),
  );
});

test('a foreigner needs no match; nothing can be right where nothing stands; of two sexes the other is right', () => {
  const shown: Identity = { name: 'Trần Thị Bình', sex: 'M', birth: null, id: null };
  const all = { name: true, sex: true, birth: true, id: true };
  const refusal = (current: Identity, answer: Partial<Answer>) => {
    const verdict = decideCheck(current, null, { shown: current, marks: all, right: {}, ...answer }, TODAY);
    return verdict.kind === 'refused' ? [verdict.code, verdict.field] : [verdict.kind];
  };
  assert.deepEqual(refusal({ ...shown, id: 'B1234567' }, {}), ['verify_foreign', null]);
  assert.deepEqual(refusal(shown, {}), ['verify_nothing_shown', 'birth']);
  const sex = decideCheck(
    shown,
    null,
    { shown, marks: { name: true, sex: false, birth: null, id: null }, right: {} },
    TODAY,
  );
  assert.equal(sex.kind === 'answered' && sex.held.sex, 'F');
  assert.deepEqual(refusal({ ...shown, birth: '1980' }, { right: { birth: '1981' } }), [
    'verify_right_without_false',
    'birth',
  ]);
});
