import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { shiftOf, slotsOf } from './rules.ts';
import { type Candidate, spreadInvitations } from './spread-invitations.ts';

const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const session = fc
  .record({
    begins: fc.integer({ min: 0, max: 1300 }),
    lasts: fc.integer({ min: 10, max: 700 }),
    capacity: fc.integer({ min: 1, max: 400 }),
    walkIns: fc.integer({ min: 0, max: 60 }),
  })
  .map(({ begins, lasts, capacity, walkIns }) => ({
    from: time(begins),
    to: time(Math.min(begins + lasts, 1439)),
    capacity,
    walkIns: Math.min(walkIns, capacity),
  }));
const people = fc
  .array(
    fc.record({
      household: fc.option(
        fc.integer({ min: 0, max: 40 }).map((n) => `Hộ ${n}`),
        { freq: 3 },
      ),
      rank: fc.integer({ min: -50, max: 50 }),
    }),
    { maxLength: 250 },
  )
  .map((all) => all.map((one, i): Candidate => ({ ...one, id: `p${String(i).padStart(3, '0')}` })));

test('hours of a session follow each other and hold its capacity less walk-ins, to the dose', () => {
  assert.deepEqual(slotsOf({ from: '07:30', to: '10:00', capacity: 120, walkIns: 20 }), [
    { from: '07:30', to: '08:30', places: 40 },
    { from: '08:30', to: '09:30', places: 40 },
    { from: '09:30', to: '10:00', places: 20 },
  ]);
  assert.equal(shiftOf({ from: '07:30', to: '11:30' }), 'morning');
  assert.equal(shiftOf({ from: '07:30', to: '16:30' }), 'day');
  assert.equal(shiftOf({ from: '13:30', to: '17:00' }), 'afternoon');
  fc.assert(
    fc.property(session, (one) => {
      const slots = slotsOf(one);
      assert.equal(slots[0]!.from, one.from);
      assert.equal(slots.at(-1)!.to, one.to);
      assert.equal(
        slots.reduce((sum, { places }) => sum + places, 0),
        one.capacity - one.walkIns,
      );
      for (const [i, slot] of slots.entries())
        assert.ok(slot.places >= 0 && (i === 0 || slots[i - 1]!.to === slot.from));
    }),
  );
});

test('nobody is asked twice, no hour is over its places, households come together, in whatever order people are given', () => {
  fc.assert(
    fc.property(session, people, fc.infiniteStream(fc.nat()), (one, all, order) => {
      const slots = slotsOf(one);
      const { slotOf, left } = spreadInvitations(all, slots);
      assert.deepEqual([...slotOf.keys(), ...left].sort(), all.map(({ id }) => id).sort(), 'everyone once');
      const filled = slots.map(() => 0);
      for (const slot of slotOf.values()) filled[slot]!++;
      for (const [i, { places }] of slots.entries()) assert.ok(filled[i]! <= places, `hour ${i}`);
      const largest = Math.max(...slots.map(({ places }) => places));
      for (const [household, own] of Map.groupBy(all, (person) => person.household))
        if (household !== null && own.length <= largest)
          assert.equal(new Set(own.map(({ id }) => slotOf.get(id) ?? 'left')).size, 1, household);
      // No place stays free that a household which was left out would fit in.
      const free = Math.max(...slots.map(({ places }, i) => places - filled[i]!));
      const waiting = all.filter(({ id }) => left.includes(id));
      for (const [household, own] of Map.groupBy(waiting, (person) => person.household))
        assert.ok(
          (household === null ? 1 : Math.max(1, Math.min(own.length, largest))) > free,
          `${household} fits`,
        );
      const keys = new Map(all.map(({ id }) => [id, order.next().value]));
      const shuffled = [...all].sort((a, b) => keys.get(a.id)! - keys.get(b.id)!);
      assert.deepEqual(
        new Map([...spreadInvitations(shuffled, slots).slotOf].sort()),
        new Map([...slotOf].sort()),
      );
    }),
  );
});

test('hours fill evenly, the most urgent are not left out, and single people fill every place', () => {
  fc.assert(
    fc.property(session, people, (one, all) => {
      const alone = all.map((person) => ({ ...person, household: null }));
      const slots = slotsOf(one);
      const room = one.capacity - one.walkIns;
      const { slotOf, left } = spreadInvitations(alone, slots);
      assert.equal(slotOf.size, Math.min(room, alone.length));
      const rankOf = new Map(alone.map(({ id, rank }) => [id, rank]));
      const latest = Math.max(-Infinity, ...[...slotOf.keys()].map((id) => rankOf.get(id)!));
      for (const id of left) assert.ok(rankOf.get(id)! >= latest);
      const shares = slots.flatMap(({ places }, i) =>
        places < 10 ? [] : [[...slotOf.values()].filter((slot) => slot === i).length / places],
      );
      // One person more or less in an hour of ten places.
      if (shares.length > 1)
        assert.ok(Math.max(...shares) - Math.min(...shares) <= 0.1 + 1e-9, String(shares));
    }),
  );
});
