/** What the device keeps of one sign-in: its key, the encrypted papers, the outbox; and what is left of earlier ones. */
import type { DeviceGrant, Event, EventAnswer, SealedEnvelope } from '../../../recording/contract.ts';
import { MAX_BATCH } from '../../../recording/rules.ts';
import { type Locked, lock, newKey, unlock } from './cipher.ts';
import { put, read, readAll, remove, write } from './database.ts';
import { seal } from './seal.ts';

type KeyRecord = Readonly<{ account: 'now'; key: CryptoKey; grant: Locked; signedInAt: string }>;
type Box = Locked & Readonly<{ name: string }>;
type OutboxRow = Locked & Readonly<{ sequence: number }>;

/** An entry and what became of it: no answer yet means that it is not on the server. */
export type Entry = Readonly<{ event: Event; answer: EventAnswer | null }>;

/** Entries of somebody who is no longer signed in, readable by the server alone. */
export type SealedLeft = Readonly<{
  name: string;
  sealed: SealedEnvelope;
  count: number;
  author: string;
  sealedAt: string;
}>;

const SEALED = 'sealed/';
const entryName = (sequence: number): string => `entry ${sequence}`;

export type Keeping = Readonly<{
  grant: DeviceGrant;
  signedInAt: string;
  save(name: string, value: unknown): Promise<void>;
  load<T>(name: string): Promise<T | null>;
  /** Values of all papers whose name begins so, by name. */
  loadAll<T>(prefix: string): Promise<T[]>;
  /** Drops the papers whose name begins so, but the one named. */
  drop(prefix: string, except?: string): Promise<void>;
  entries(): Promise<Entry[]>;
  /** On the disk when it resolves. */
  saveEntry(entry: Entry): Promise<void>;
  /** Bytes on this device under this sign-in's key. */
  bytes(): Promise<number>;
  /** Ends the sign-in: what the server has not is sealed; key, roster and entries are gone in the same transaction. */
  close(): Promise<void>;
}>;

/** Begins a sign-in: whatever lay here of an earlier one is gone (its sealed entries stay). */
export async function beginKeeping(grant: DeviceGrant): Promise<Keeping> {
  const key = await newKey();
  const record: KeyRecord = {
    account: 'now',
    key,
    grant: await lock(key, 'grant', grant),
    signedInAt: new Date().toISOString(),
  };
  await write(['keys', 'boxes', 'outbox'], async (store, answer) => {
    await answer(store('boxes').clear());
    await answer(store('outbox').clear());
    await answer(store('keys').put(record));
  });
  return keepingOf(record, grant);
}

/** The sign-in that is still on this device; null when there is none, or its key no longer opens it. */
export async function findKeeping(): Promise<Keeping | null> {
  const record = await read<KeyRecord>('keys', 'now');
  if (record === undefined) return null;
  try {
    return keepingOf(record, await unlock<DeviceGrant>(record.key, 'grant', record.grant));
  } catch {
    return null;
  }
}

function keepingOf({ key, signedInAt }: KeyRecord, grant: DeviceGrant): Keeping {
  const named = async (prefix: string): Promise<Box[]> =>
    (await readAll<Box>('boxes')).filter(({ name }) => name.startsWith(prefix));
  const entries = async (): Promise<Entry[]> => {
    const rows = await readAll<OutboxRow>('outbox');
    return Promise.all(rows.map((row) => unlock<Entry>(key, entryName(row.sequence), row)));
  };
  return {
    grant,
    signedInAt,
    entries,
    save: async (name, value) => put('boxes', { name, ...(await lock(key, name, value)) }),
    load: async <T>(name: string) => {
      const box = await read<Box>('boxes', name);
      return box === undefined ? null : unlock<T>(key, name, box);
    },
    loadAll: async <T>(prefix: string) =>
      Promise.all((await named(prefix)).map((box) => unlock<T>(key, box.name, box))),
    drop: async (prefix, except) => {
      const names = (await named(prefix)).map(({ name }) => name);
      await remove(
        'boxes',
        names.filter((name) => name !== except),
      );
    },
    saveEntry: async (entry) => {
      const { sequence } = entry.event;
      await put('outbox', { sequence, ...(await lock(key, entryName(sequence), entry)) });
    },
    bytes: async () => {
      const kept = [...(await readAll<Box>('boxes')), ...(await readAll<OutboxRow>('outbox'))];
      return kept.reduce((sum, { data }) => sum + data.byteLength, 0);
    },
    close: async () => {
      const waiting = (await entries()).filter(({ answer }) => answer === null).map(({ event }) => event);
      const left: SealedLeft[] = [];
      for (let from = 0; from < waiting.length; from += MAX_BATCH) {
        const events = waiting.slice(from, from + MAX_BATCH);
        const { deviceId, token, author } = grant;
        left.push({
          name: `${SEALED}${deviceId}/${String(from).padStart(6, '0')}`,
          sealed: await seal(grant.sealing, { deviceId, token, events }),
          count: events.length,
          author,
          sealedAt: new Date().toISOString(),
        });
      }
      await write(['keys', 'boxes', 'outbox', 'device'], async (store, answer) => {
        for (const one of left) await answer(store('device').put(one));
        for (const name of ['keys', 'boxes', 'outbox'] as const) await answer(store(name).clear());
      });
    },
  };
}

export const sealedLeft = async (): Promise<SealedLeft[]> =>
  (await readAll<SealedLeft>('device')).filter(({ name }) => name.startsWith(SEALED));

/** The server said that it has them. */
export const handedIn = ({ name }: SealedLeft): Promise<void> => remove('device', [name]);
