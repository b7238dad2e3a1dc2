/** The device's own database (IndexedDB), with promises: what is written here survives closing the browser. */
import { BASE } from '../../app/base.ts';

/** `keys`: who signed in. `boxes`: encrypted papers by name. `outbox`: what was recorded, in order. `device`: its id and count. */
export type StoreName = 'keys' | 'boxes' | 'outbox' | 'device';
const KEY_PATHS: Readonly<Record<StoreName, string>> = {
  keys: 'account',
  boxes: 'name',
  outbox: 'sequence',
  device: 'name',
};

// Practice has a store of its own, so that it never hands anything to the register.
const NAME = `sotiem-table${BASE}`;
let opened: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(KEY_PATHS))
        request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      // Another tab with a newer version may go on; this one opens again when it is next asked.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * Runs one transaction and waits until it is on the disk (`durability: strict`), so that what the screen calls recorded
 * is. `work` makes its requests without waiting for anything but requests of this transaction.
 */
export async function write<T>(
  names: readonly StoreName[],
  work: (store: (name: StoreName) => IDBObjectStore, answer: typeof answered) => Promise<T>,
): Promise<T> {
  const transaction = (await open()).transaction(names, 'readwrite', { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  const result = await work((name) => transaction.objectStore(name), answered);
  await done;
  return result;
}

export const readAll = async <T>(name: StoreName): Promise<T[]> =>
  answered((await open()).transaction(name).objectStore(name).getAll() as IDBRequest<T[]>);

export const read = async <T>(name: StoreName, key: IDBValidKey): Promise<T | undefined> =>
  answered((await open()).transaction(name).objectStore(name).get(key) as IDBRequest<T | undefined>);

export const put = (name: StoreName, value: object): Promise<void> =>
  write([name], async (store, answer) => {
    await answer(store(name).put(value));
  });

export const remove = (name: StoreName, keys: readonly IDBValidKey[]): Promise<void> =>
  write([name], async (store, answer) => {
    for (const key of keys) await answer(store(name).delete(key));
  });
