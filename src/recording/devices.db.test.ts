import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import { account, emptyWorld } from '../../test/support/access.ts';
import { listFile, load, RESIDENTS } from '../../test/support/lists.ts';
import {
  asker,
  FACILITY,
  hall,
  handIn,
  LOT,
  Outbox,
  resultsOf,
  signDeviceIn,
} from '../../test/support/table.ts';
import { newId } from '../kernel/ids.ts';
import type { Payload, SealedAnswer, SealedEntries } from './contract.ts';

/** As the browser seals (contract.ts), written down a second time so that the two are held to the same words. */
async function seal(keyId: string, publicKey: string, entries: SealedEntries) {
  const { subtle } = webcrypto;
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const base64 = (bytes: ArrayBuffer | Uint8Array): string =>
    Buffer.from(bytes as Uint8Array).toString('base64url');
  const own = await subtle.generateKey(curve, true, ['deriveBits']);
  const ephemeral = new Uint8Array(await subtle.exportKey('raw', own.publicKey));
  const theirs = await subtle.importKey('raw', Buffer.from(publicKey, 'base64url'), curve, false, []);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const key = await subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: ephemeral, info: new TextEncoder().encode('sotiem-seal-1') },
    await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']),
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  );
  const iv = webcrypto.getRandomValues(new Uint8Array(12));
  const ciphertext = await subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(keyId) },
    key,
    gzipSync(JSON.stringify(entries)),
  );
  return { keyId, ephemeral: base64(ephemeral), iv: base64(iv), ciphertext: base64(ciphertext) };
}

test('entries sealed before a sign-out are the author’s, whoever hands them in; nothing else opens', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId } = await hall(db, 6);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId, token, sealing } = await signDeviceIn(ask, 'Bàn 1');
  const box = new Outbox(deviceId, sessionId);
  box.dose(people[0]!.id);
  await ask('POST', '/sign-out', {});
  const nobody = asker(server, '');
  const entries = { deviceId, events: box.events as never, token };
  const envelope = await seal(sealing.keyId, sealing.publicKey, entries);
  const { status, json } = await nobody('POST', '/recording/sealed', { envelope });
  assert.equal(status, 200);
  assert.deepEqual(
    (json as SealedAnswer).results.map(({ result }) => result),
    ['stored', 'stored'],
  );
  const again = (await nobody('POST', '/recording/sealed', { envelope })).json as SealedAnswer;
  assert.deepEqual(
    again.results.map(({ result }) => result),
    ['already', 'already'],
  );
  const [author] = await db.query<{ author: string }>(
    `SELECT author FROM app.table_event WHERE kind = 'dose_given'`,
  );
  assert.equal(author!.author, 'Y sĩ Hoa');

  const forged = await seal(sealing.keyId, sealing.publicKey, { ...entries, token: 'doan-mo' });
  assert.equal((await nobody('POST', '/recording/sealed', { envelope: forged })).status, 404);
  const spoilt = { ...envelope, iv: Buffer.alloc(12).toString('base64url') };
  assert.equal((await nobody('POST', '/recording/sealed', { envelope: spoilt })).status, 422);
});

test('an outbox with a gap is taken up to it; what cannot be taken is kept with its reason, and holds nothing up', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId } = await hall(db, 6);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');
  const box = new Outbox(deviceId, sessionId);
  box.dose(people[0]!.id);
  box.put('observed', { personId: newId(), doseId: null, left: 'well' });
  box.put('dose_undone', { doseId: newId(), personId: people[0]!.id, reason: 'nhầm' });
  box.put('arrived', { personId: people[1]!.id, by: 'fax' as never });
  box.put('vial_opened', { vialId: newId(), vaccine: 'nuoc-cat', lot: 'X1', doses: 10 });
  box.dose(people[1]!.id);
  const whole = [...box.events];
  box.events.splice(2, 1);
  assert.equal((await handIn(ask, box)).storedUpTo, 2);
  box.events.splice(0, box.events.length, ...whole);
  const { answers, storedUpTo } = await handIn(ask, box);
  assert.equal(storedUpTo, whole.length);
  assert.deepEqual(resultsOf(answers), [
    'already',
    'already',
    'refused:person_unknown',
    'refused:dose_unknown',
    'refused:event_malformed',
    'refused:vaccine_unknown',
    'stored',
    'stored',
  ]);
  const [kept] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.table_event');
  assert.equal(kept!.n, whole.length);

  // Somebody of the neighbouring commune hands in for a session that is not his.
  await account(db, 'health-station', '06676', { username: 'tram-ben' });
  const beside = asker(server, await cookie('tram-ben'));
  const other = new Outbox((await signDeviceIn(beside, 'Bàn lạ')).deviceId, sessionId);
  other.dose(people[2]!.id);
  assert.deepEqual(resultsOf((await handIn(beside, other)).answers), [
    'refused:session_not_yours',
    'refused:session_not_yours',
  ]);
  assert.equal((await beside('GET', `/recording/sessions/${sessionId}/roster`)).status, 403);
  const [injections] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM app.injection');
  assert.equal(injections!.n, 2);
});

test('a walk-in is the known person whose number he shows, else a new one', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId, unitId } = await hall(db, 6);
  const ask = asker(server, await cookie('ban-tiem'));
  const box = new Outbox((await signDeviceIn(ask, 'Bàn 1')).deviceId, sessionId);
  const [known] = await db.query<{ name: string; birth: string; number: string }>(
    'SELECT name, birth_on::text AS birth, national_id AS number FROM app.person WHERE id = $1',
    [people[0]!.id],
  );
  const walkIn = (
    personId: string,
    name: string,
    birth: string,
    number: string,
  ): Payload<'person_added'> => ({
    personId,
    name,
    sex: 'M',
    birth: { on: birth, precision: 'day' },
    identifiers: [{ kind: 'cccd', value: number }],
    phone: null,
    unit: '06697',
    hamlet: null,
    address: null,
    residenceKind: null,
    notSame: [],
  });
  const [same, fresh] = [newId(), newId()];
  box.put('person_added', walkIn(same, known!.name, known!.birth, known!.number));
  box.put('person_added', walkIn(fresh, 'Hoàng Đình Phú', '1971-03-09', '022071009001'));
  box.dose(same);
  box.dose(fresh);
  assert.deepEqual(new Set(resultsOf((await handIn(ask, box)).answers)), new Set(['stored']));
  const doses = await db.query<{ id: string }>('SELECT person_id AS id FROM app.injection');
  assert.deepEqual(doses.map(({ id }) => id).sort(), [people[0]!.id, fresh].sort());

  // The vial: what is thrown away is wasted, the rest was used, whoever is named for it.
  const vialId = newId();
  box.put('vial_opened', { vialId, vaccine: 'astrazeneca', lot: LOT, doses: 10 });
  box.dose(people[1]!.id, { vialId });
  box.put('vial_closed', { vialId, discarded: 3, reason: 'hours_over', note: null });
  await handIn(ask, box);
  const [stock] = await db.query<object>(
    'SELECT on_hand, opened, injected, wasted FROM app.stock_balance WHERE unit_id = $1 AND facility = $2',
    [unitId, FACILITY],
  );
  assert.deepEqual(stock, { on_hand: 9990, opened: 0, injected: 7, wasted: 3 });
});

test('doses that come in while a list of the commune is written stand after it, counted once', async () => {
  const { db, server, cookie } = await emptyWorld(after);
  const { people, sessionId } = await hall(db, 400);
  const ask = asker(server, await cookie('ban-tiem'));
  const { deviceId } = await signDeviceIn(ask, 'Bàn 1');
  const rows = await db.query<{ name: string; birth: string; number: string }>(
    `SELECT name, to_char(birth_on, 'DD/MM/YYYY') AS birth, national_id AS number FROM app.person ORDER BY id`,
  );
  // The police list says other hamlets: everybody is written anew.
  const file = await listFile(
    RESIDENTS,
    rows.map(({ name, birth, number }, i) => [
      name,
      birth,
      'Nam',
      number,
      `Khu ${20 + (i % 3)}`,
      'Tạm trú',
      null,
    ]),
    'cong-an',
  );
  const importing = load(db, file, { source: 'police', kind: 'residents', complete: true });
  const box = new Outbox(deviceId, sessionId);
  for (const { id } of people.slice(0, 150)) box.dose(id);
  const handing = (async () => {
    for (let from = 0; from < box.events.length; ) {
      const { json } = await ask('POST', '/recording/sync', {
        deviceId,
        events: box.events.slice(from, from + 20),
      });
      from = (json as { storedUpTo: number }).storedUpTo;
    }
  })();
  await Promise.all([importing, handing]);
  const [told] = await db.query<object>(
    `SELECT (SELECT count(*)::int FROM app.injection) AS injections, (SELECT count(DISTINCT person_id)::int FROM app.injection) AS people,
       (SELECT count(*)::int FROM app.vaccination_status WHERE dose1_on IS NOT NULL) AS counted,
       (SELECT sum(dose1)::int FROM (SELECT dose1 FROM app.count_unit UNION ALL SELECT dose1 FROM app.count_delta) c) AS totals,
       (SELECT count(*)::int FROM app.person WHERE hamlet LIKE 'Khu 2_' OR sources @> '{police}') > 300 AS listed`,
  );
  assert.deepEqual(told, { injections: 150, people: 150, counted: 150, totals: 150, listed: true });
});
