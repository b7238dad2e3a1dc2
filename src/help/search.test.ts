import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { foldText } from '../kernel/vietnamese-text.ts';
import { type Entry, indexOf, search, wordsOf } from './search.ts';

const entry = (id: string, title: string, text = '', also = ''): Entry => ({
  kind: 'guide',
  id,
  title,
  also,
  text,
});

const index = indexOf([
  entry('birth', 'Sửa ngày sinh', 'Ngày sinh này không có trong lịch. Hãy xem giấy tờ.'),
  entry('day', 'Ngày tiêm', 'Mũi tiêm có ngày; em bé mới sinh chưa tiêm.'),
  entry('list', 'Danh sách dân cư', 'Thả tệp Excel vào ô.', 'load a list'),
  entry('people', 'Dân số', 'Nhập số liệu a, b, c.', 'population figures'),
]);
const ids = (query: string): string[] => search(index, query).map(({ id }) => id);

test('words are found without accents, in any case; those that stand together come first', () => {
  assert.equal(ids('ngay sinh')[0], 'birth');
  assert.equal(ids('NGÀY SINH')[0], 'birth');
  assert.equal(ids('dan so')[0], 'people');
  assert.equal(ids('danh sach dan cu')[0], 'list');
  assert.deepEqual(ids('population'), ['people']);
  assert.equal(ids('popul')[0], 'people', 'the last word is still being typed');
  assert.deepEqual(ids('   ,.! '), []);
  assert.deepEqual(ids('khinh khi cau'), []);
});

test('an excerpt is a stretch of the text itself, with the asked words marked', () => {
  const [hit] = search(index, 'giay to');
  assert.equal(hit!.id, 'birth');
  assert.equal(
    hit!.excerpt.map(({ text }) => text).join(''),
    'Ngày sinh này không có trong lịch. Hãy xem giấy tờ.',
  );
  assert.deepEqual(
    hit!.excerpt.filter((piece) => piece.hit).map(({ text }) => text.trim()),
    ['giấy tờ.'],
  );
});

const word = fc.constantFrom(
  ...'đường dân số ngày sinh họ tên mũi tiêm lô thuốc xã phường ký gộp tách Đ ư'.split(' '),
);
const words = fc.array(word, { minLength: 1, maxLength: 8 }).map((all) => all.join(' '));

test('whatever its title, an entry is found by it, with and without accents, and accents change no answer', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 12 }), (texts) => {
      const all = indexOf(texts.map(([title, text], i) => entry(String(i), title, text)));
      for (const [i, [title]] of texts.entries()) {
        const found = search(all, title, 50);
        assert.ok(
          found.some(({ id }) => id === String(i)),
          title,
        );
        assert.deepEqual(search(all, foldText(title), 50), found);
        for (const { excerpt } of found)
          for (const piece of excerpt) if (piece.hit) assert.ok(wordsOf(piece.text).length > 0);
      }
    }),
  );
});
