/** A commune with residents, a lot in the refrigerator and a session of today: for tests of the injection table. */
import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { createAccount } from '../../src/identity/accounts.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Database } from '../../src/platform/database.ts';
import type { EventAnswer, EventKind, Payload, SyncAnswer } from '../../src/recording/contract.ts';
import { PASSWORD } from './access.ts';
import { tester } from './database.ts';
import { day, listFile, load, RESIDENTS, units } from './lists.ts';

export const FACILITY = 'Trạm Y tế Cẩm Trung';
/** The session's day: the map of the lists. */
export const TODAY = day('2021-12-14');
export const LOT = 'FK0112';

export type Hall = Readonly<{
  people: readonly { id: string; name: string }[];
  sessionId: string;
  unitId: number;
}>;

/** Loads so many residents and opens a session with a lot of AstraZeneca in stock. */
export async function hall(db: Database, people: number): Promise<Hall> {
  const rows = Array.from({ length: people }, (_, i) => {
    const year = 1940 + (i % 60);
    return [
      `Nguyễn ${['An', 'Bình', 'Chi', 'Dung', 'Giang', 'Hà', 'Khánh', 'Lan', 'Minh', 'Nam'][i % 10]} ${'BCDGHKLMNPQRSTVX'[i % 16]}${'aeiou'[Math.floor(i / 16) % 5]} ${'BCDGHKLMNPQRSTVX'[Math.floor(i / 80) % 16]}${'aeiou'[Math.floor(i / 1280) % 5]}`,
      `${String(1 + (i % 28)).padStart(2, '0')}/0${1 + (i % 9)}/${year}`,
      'Nam',
      `0220${String(year).slice(2)}${String(i).padStart(6, '0')}`,
      `Khu ${1 + (i % 9)}`,
      'Thường trú',
      null,
    ];
  });
  await load(db, await listFile(RESIDENTS, rows, 'dan-cu'), {
    source: 'commune',
    kind: 'residents',
    complete: true,
  });
  const unitId = units.byCode('06697', day('2021-12-14')).id;
  await db.query(
    `INSERT INTO app.stock_lot (item, lot, expires_on, doses_per_vial, max_doses_per_vial, recorded_by, recorded_at)
     VALUES ('astrazeneca', $1, $2, 10, 11, 'tester', now())`,
    [LOT, `${Number(TODAY.slice(0, 4)) + 1}-06-30`],
  );
  await db.query(
    `INSERT INTO app.stock_balance (unit_id, facility, item, lot, on_hand, external) VALUES ($1, $2, 'astrazeneca', $3, 10000, -10000)`,
    [unitId, FACILITY, LOT],
  );
  await createAccount(db, tester, {
    username: 'ban-tiem',
    displayName: 'Y sĩ Hoa',
    password: PASSWORD,
    mustChange: false,
    grants: [{ role: 'health-station', unitId }],
  });
  const sessionId = newId();
  await db.query(
    `INSERT INTO app.table_session (unit_id, id, facility, name, on_day, shift, vaccines, opened_by, opened_at)
     VALUES ($1, $2, $3, 'Buổi sáng', $4, 'sáng', '{astrazeneca}', 'tester', now())`,
    [unitId, sessionId, FACILITY, TODAY],
  );
  return {
    unitId,
    sessionId,
    people: await db.query<{ id: string; name: string }>(
      'SELECT id, name FROM app.person WHERE unit_id = $1 ORDER BY id',
      [unitId],
    ),
  };
}

export type Draft = {
  id: string;
  sequence: number;
  sessionId: string;
  at: string;
  kind: EventKind;
  payload: object;
};

/** A device that is offline until somebody hands its outbox in. */
export class Outbox {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly events: Draft[] = [];

  constructor(deviceId: string, sessionId: string) {
    this.deviceId = deviceId;
    this.sessionId = sessionId;
  }

  put<Kind extends EventKind>(kind: Kind, payload: Payload<Kind>): string {
    const id = newId();
    const at = new Date().toISOString();
    this.events.push({ id, sequence: this.events.length + 1, sessionId: this.sessionId, at, kind, payload });
    return id;
  }

  dose(personId: string, more: Partial<Payload<'dose_given'>> = {}): string {
    this.put('screened', {
      personId,
      outcome: 'eligible',
      flags: [],
      temperature: 36.6,
      pulse: 80,
      systolic: null,
      diastolic: null,
      breathing: null,
      note: null,
    });
    return this.put('dose_given', {
      personId,
      vaccine: 'astrazeneca',
      lot: LOT,
      vialId: null,
      doseKind: null,
      site: 'left_arm',
      overrides: [],
      ...more,
    });
  }
}

/** Asks the server as the browser does. */
export type Ask = (
  method: 'GET' | 'POST',
  path: string,
  body?: object,
) => Promise<{ status: number; json: never }>;

export const asker =
  (server: FastifyInstance, cookie: string): Ask =>
  async (method, path, body) => {
    const response = await server.inject({
      method,
      url: `/api/v1${path}`,
      headers: { cookie },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, json: response.json() as never };
  };

export async function signDeviceIn(
  ask: Ask,
  name: string,
): Promise<{ deviceId: string; token: string; sealing: { keyId: string; publicKey: string } }> {
  const { status, json } = await ask('POST', '/recording/devices', { name });
  assert.equal(status, 200, JSON.stringify(json));
  return json;
}

export async function handIn(ask: Ask, outbox: Outbox): Promise<SyncAnswer> {
  const { status, json } = await ask('POST', '/recording/sync', {
    deviceId: outbox.deviceId,
    events: outbox.events,
  });
  assert.equal(status, 200, JSON.stringify(json));
  return json;
}

export const resultsOf = (answers: readonly EventAnswer[]): string[] =>
  answers.map(({ result, refusal }) => (refusal === null ? result : `${result}:${refusal}`));
