/** The real process, as `npx sotiem serve` starts it, in a process group of its own that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { after } from 'node:test';

export const bin = join(import.meta.dirname, '../../bin/sotiem.mjs');

const started: ChildProcess[] = [];

export const killGroup = (child: ChildProcess): void => {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {}
};
after(() => {
  for (const child of started) killGroup(child);
});

/** Serves the database of the directory `home`; answers when it says where. `port` 0: any that is free. */
export function serveProcess(home: string, port = 0): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [bin, 'serve', '--data', home], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', SOTIEM_SECOND_FACTOR: 'off' },
  });
  started.push(child);
  return new Promise((done, failed) => {
    let told = '';
    // Read to the end: a server whose reader is gone would write into nothing.
    child.stdout!.on('data', (chunk) => {
      told += chunk;
      const address = /http:\/\/localhost:\d+/.exec(told);
      if (address !== null) done({ child, url: address[0] });
    });
    child.once('exit', () => failed(new Error(`the server ended: ${told}`)));
  });
}
