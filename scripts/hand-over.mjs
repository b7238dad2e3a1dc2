// For whatever Node the machine has: hands over to the pinned one and ends as it ends.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const WATCH_MS = 500;

/** Runs `node args…` with our terminal; signals are handed on, and we end with its exit code. */
export function handOver(node, args, options = {}) {
  // The channel carries nothing: its end tells a server that we are gone, even after a kill -9.
  const child = spawn(node, args, { ...options, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // Ctrl-C reaches the child by the terminal too: it counts the first signal only.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  const parents = npmAbove();
  if (parents.length > 0)
    setInterval(() => parents.every(isAlive) || child.kill('SIGTERM'), WATCH_MS).unref();
}

/** npm and its shell, when they started us: neither hands a signal on that reaches it alone. */
function npmAbove() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return [];
  const shell = process.ppid;
  return [shell, parentOf(shell)].filter((pid) => pid > 1);
}

function parentOf(pid) {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? 0);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
