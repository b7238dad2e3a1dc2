/** How benchmarks speak: the machine first, then figures with the ratio to a peer or a floor measured in the same run. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The value below which the share `p` (0–1) of the values lies. */
export const percentile = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]!;

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Title of a benchmark with what it ran on: absolute times mean nothing without it. */
export function open(title: string): void {
  const load = loadavg()[0]!.toFixed(1);
  say(`\n## ${title}`);
  say(
    `${cpus()[0]!.model.trim()}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load before ${load}`,
  );
}

/** One bar: what was measured, what is asked for, whether it is met. */
export function verdict(what: string, met: boolean, asked: string): void {
  say(`${met ? 'met   ' : 'MISSED'} ${what} (asked: ${asked})`);
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
