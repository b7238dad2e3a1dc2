/** The housekeeping of reminders: writes the day's messages when it is time, and takes out what waits. */
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import { deliver, type Ways } from './deliver.ts';
import { remind } from './remind.ts';

const DELIVER_EVERY_MS = 20_000;
/** Who has his message of the day gets no other, so asking again reaches only those who had nothing to be told before. */
const REMIND_EVERY_MS = 1_200_000;

const ACTOR: Actor = {
  accountId: null,
  name: 'system',
  onBehalfOf: null,
  requestId: 'remind',
  reason: 'reminders',
};

export type Urging = Readonly<{ stop(): Promise<void> }>;

export function startUrging(
  db: Database,
  units: Units,
  ways: Ways,
  clock: Clock,
  onError: (error: unknown) => void,
): Urging {
  let stopped = false;
  let remindedAt = 0;
  let running: Promise<void> | null = null;
  const work = async (): Promise<void> => {
    const at = new Date();
    if (at.getTime() - remindedAt >= REMIND_EVERY_MS) {
      await remind(db, units, ACTOR, {
        now: clock(),
        at,
        channels: ways.channels,
        mode: 'commit',
        onTime: true,
      });
      remindedAt = at.getTime();
    }
    await deliver(
      db,
      units,
      ways,
      () => new Date(),
      () => stopped,
    );
  };
  const look = (): void => {
    // One round at a time: a mail server that hangs must not be asked by ever more of us.
    running ??= work()
      .catch(onError)
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(look, DELIVER_EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
      ways.close();
    },
  };
}
