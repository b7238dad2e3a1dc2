import assert from 'node:assert/strict';
import test from 'node:test';
import type { PlainDate } from '../../kernel/plain-date.ts';
import type { RosterPerson } from '../../recording/contract.ts';
import { readTyped, type Typed } from './described.ts';

const TODAY = '2021-12-14' as PlainDate;
const TYPED: Typed = {
  name: 'nguyễn văn an',
  birth: '1/2/1980',
  sex: null,
  number: '022080111222',
  phone: '983112233',
  unit: '06697',
  hamlet: ' ',
  address: '',
};

test('what is typed is read as a row of a list is', () => {
  const { person, wrong, odd } = readTyped(TYPED, TODAY);
  assert.deepEqual([wrong, odd], [{}, []]);
  assert.equal(person.name, 'Nguyễn Văn An');
  assert.deepEqual(person.birth, { on: '1980-02-01', precision: 'day' });
  assert.equal(person.sex, 'M', 'as the number says');
  assert.deepEqual(person.identifiers, [{ kind: 'cccd', value: '022080111222' }]);
  assert.equal(person.hamlet, null);
  assert.deepEqual(readTyped({ ...TYPED, birth: '1980' }, TODAY).person.birth, {
    on: '1980-01-01',
    precision: 'year',
  });
});

test('what cannot be is said beside its field; what does not fit is only said', () => {
  const broken = readTyped(
    { ...TYPED, name: 'A', birth: '31/02/1980', number: '12345', phone: '123' },
    TODAY,
  );
  assert.deepEqual(broken.wrong, { name: 'name', birth: 'birth', number: 'number', phone: 'phone' });
  assert.equal(readTyped({ ...TYPED, birth: '01/01/2022' }, TODAY).wrong.birth, 'birth_impossible');
  assert.deepEqual(readTyped({ ...TYPED, sex: 'F', birth: '1990' }, TODAY).odd, ['cccd_sex', 'cccd_birth']);
});

test('who may be the same is found among 8,000 residents while a name is typed', async () => {
  const { similarAmong } = await import('./similar.ts');
  const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
  const middles = ['Văn', 'Thị', 'Đức', 'Minh', 'Thu', 'Ngọc', 'Hữu'];
  const givens = [
    'An',
    'Bình',
    'Châu',
    'Dũng',
    'Giang',
    'Hà',
    'Hùng',
    'Khánh',
    'Lan',
    'Nam',
    'Oanh',
    'Sơn',
    'Yến',
  ];
  const people = Array.from(
    { length: 8000 },
    (_, i) =>
      ({
        id: String(i),
        name: `${families[i % 8]} ${middles[(i >> 3) % 7]} ${givens[(i * 5) % 13]}`,
        sex: i % 2 === 0 ? 'M' : 'F',
        birth: {
          on: `${1930 + (i % 83)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
          precision: 'day',
        },
        unit: '06697',
        hamlet: `Khu ${1 + (i % 9)}`,
      }) as RosterPerson,
  );
  const ask = similarAmong(people);
  const somebody = people[4321]!;
  const before = performance.now();
  const [first] = ask({
    ...somebody,
    name: somebody.name.normalize('NFD').replace(/\p{M}/gu, '').replace('Đ', 'D'),
  });
  assert.ok(performance.now() - before < 50);
  assert.equal(first?.id, '4321', 'without accents');
  assert.deepEqual(
    ask({ ...somebody, name: 'Vương Quốc Toản', birth: { on: '1901-03-03', precision: 'day' } }),
    [],
  );
});
