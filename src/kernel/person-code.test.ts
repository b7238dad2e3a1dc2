import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { newId } from './ids.ts';
import { personCode, readPersonCode } from './person-code.ts';

const id = fc.uuid({ version: 7 });

test('a code is read back however it was typed', () => {
  fc.assert(
    fc.property(id, (person) => {
      const code = personCode(person);
      assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/);
      assert.equal(readPersonCode(code), code);
      assert.equal(readPersonCode(` ${code.toLowerCase().replaceAll('-', ' ')} `), code);
      assert.equal(readPersonCode(code.replaceAll('0', 'O').replaceAll('1', 'l')), code);
    }),
  );
});

test('one wrong character, or two neighbours exchanged, is no code', () => {
  fc.assert(
    fc.property(id, fc.nat(11), fc.integer({ min: 1, max: 30 }), (person, place, step) => {
      const plain = personCode(person).replaceAll('-', '');
      const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
      const at = letters.indexOf(plain[place]!);
      const other = letters[(at + step) % 32]!;
      // 0 and Z stand 31 apart, which the check modulo 31 cannot tell from each other.
      if (Math.abs(letters.indexOf(other) - at) !== 31)
        assert.equal(readPersonCode(plain.slice(0, place) + other + plain.slice(place + 1)), null);
      if (place < 11 && plain[place] !== plain[place + 1]) {
        const swapped = `${plain.slice(0, place)}${plain[place + 1]}${plain[place]}${plain.slice(place + 2)}`;
        const near = Math.abs(letters.indexOf(plain[place]!) - letters.indexOf(plain[place + 1]!));
        if (near !== 31) assert.equal(readPersonCode(swapped), null);
      }
    }),
  );
});

test('the codes of a country of people differ', () => {
  const codes = new Set(Array.from({ length: 100_000 }, () => personCode(newId())));
  assert.equal(codes.size, 100_000);
});
