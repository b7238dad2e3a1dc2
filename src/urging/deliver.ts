/** Takes what waits out of the product: e-mail and the gateway for short messages, with retries that grow longer. */
import type { Units } from '../areas/units.ts';
import type { Config } from '../platform/config.ts';
import type { Database } from '../platform/database.ts';
import { type Mailer, openMailer } from '../platform/mail.ts';
import type { SendAnswer } from '../platform/outgoing.ts';
import { postSigned, type WebhookTarget } from '../platform/webhook.ts';
import { CHANNELS, type Channel } from './contract.ts';
import { digestShort, digestSubject, digestText } from './digest-words.ts';
import { type Due, settle, takeDue } from './message-store.ts';
import { loadRules } from './rule-store.ts';
import { nextTry } from './rules.ts';

/** The ways out that the settings open. */
export type Ways = Readonly<{
  channels: readonly Channel[];
  send(due: Due, now: Date): Promise<SendAnswer>;
  close(): void;
}>;

/** The gateway for short messages; null where the settings name none. */
export const gatewayOf = (config: Config): WebhookTarget | null =>
  config.SOTIEM_WEBHOOK_URL === undefined
    ? null
    : {
        url: config.SOTIEM_WEBHOOK_URL,
        secret: config.SOTIEM_WEBHOOK_SECRET!,
        allowPrivate: config.SOTIEM_WEBHOOK_PRIVATE === 'on',
      };

export function openWays(config: Config): Ways {
  const mailer: Mailer | null =
    config.SOTIEM_SMTP_URL === undefined ? null : openMailer(config.SOTIEM_SMTP_URL, config.SOTIEM_MAIL_FROM);
  const gateway = gatewayOf(config);
  const open = { email: mailer !== null, sms: gateway !== null };
  return {
    channels: CHANNELS.filter((channel) => open[channel]),
    send: ({ channel, id, address, content, day, language }, now) =>
      channel === 'email'
        ? mailer!.send({
            id,
            to: address,
            subject: digestSubject(content, day, language),
            text: digestText(content, language, config.SOTIEM_PUBLIC_URL),
          })
        : postSigned(gateway!, id, { id, to: address, text: digestShort(content, day, language) }, now),
    close: () => mailer?.close(),
  };
}

/** A try takes less than this: what is still in hand then belongs to a worker that died. */
const LEASE_MS = 180_000;

/** Sends everything that is due, one after the other; gives how many went out and how many did not. */
export async function deliver(
  db: Database,
  units: Units,
  ways: Ways,
  clock: () => Date,
  leaving: () => boolean = () => false,
): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 };
  if (ways.channels.length === 0) return count;
  while (!leaving()) {
    const now = clock();
    const due = await takeDue(db, ways.channels, now, new Date(now.getTime() + LEASE_MS));
    if (due === undefined) break;
    const { ok, answer, final } = await ways.send(due, now);
    const at = clock().toISOString();
    count[ok ? 'sent' : 'failed']++;
    await settle(db, due, { at, ok, answer }, await after(db, units, due, { ok, final }, at));
  }
  return count;
}

async function after(
  db: Database,
  units: Units,
  { tries, unitId, day }: Due,
  { ok, final }: Pick<SendAnswer, 'ok' | 'final'>,
  at: string,
): Promise<{ state: 'sent' | 'failed' } | { nextAt: string }> {
  if (ok) return { state: 'sent' };
  const { quiet } = (await loadRules(db, units, day))(unitId);
  const nextAt = final ? null : nextTry(at, tries.length + 1, quiet);
  return nextAt === null ? { state: 'failed' } : { nextAt };
}
