/** Processor time of a process that is not ours, where the machine tells: Linux. */
import { readFileSync } from 'node:fs';

const MILLISECONDS_OF_A_TICK = 10;
/** Places in `/proc/PID/stat` behind the name in brackets. */
const [USER, SYSTEM] = [11, 12];

/** Milliseconds that a process has used, 0 where it cannot be known (another machine, another system). */
export function serverMilliseconds(process: number): number {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER]) + Number(fields[SYSTEM])) * MILLISECONDS_OF_A_TICK;
  } catch {
    return 0;
  }
}
