import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './table.css';
import { BASE } from '../app/base.ts';
import { desk, sync } from './at-table.ts';
import { Table, type TableState } from './table.tsx';
import { setLanguage } from './words.ts';

const root = createRoot(document.getElementById('root')!);

/** Two windows would each number their own entries: the second says where the first is. */
function alone(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`sotiem-table${BASE}`, { ifAvailable: true }, async (lock) => {
        resolve(lock !== null);
        if (lock !== null) await new Promise(() => {});
      })
      .catch(reject);
  });
}

/** Keeps the table on the device (not in the training space, which is for practice with a line). */
async function installWorker(): Promise<void> {
  if (BASE !== '' || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/table-worker.js', { scope: '/table' });
  const ready = await navigator.serviceWorker.ready;
  // Scanner, dialogs and letters come when the first screen stands.
  ready.active?.postMessage('fetch-extras');
  setInterval(() => void registration.update().catch(() => {}), 3_600_000);
}

/** Whether this browser can keep names, and this window is the one that does. */
async function stateOf(): Promise<TableState> {
  // Keys and the store of this device exist on https (and on the machine itself) only.
  if (!isSecureContext || !('locks' in navigator) || typeof CompressionStream === 'undefined')
    return 'unable';
  try {
    if ((new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('lang')) === 'en')
      await setLanguage('en').catch(() => {});
    if (!(await alone())) return 'elsewhere';
    await desk.open();
    return 'ready';
  } catch {
    return 'unkept';
  }
}

async function start(): Promise<void> {
  const state = await stateOf();
  root.render(
    <StrictMode>
      <Table state={state} />
    </StrictMode>,
  );
  if (state !== 'ready') return;
  sync.start();
  void navigator.storage?.persist?.();
  await installWorker();
  await import('./letters.ts');
}

void start();
