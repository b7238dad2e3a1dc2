/** Signed calls of a gateway that sends short messages (SMS, Zalo). */
import { createHmac } from 'node:crypto';
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type SendAnswer, shortAnswer } from './outgoing.ts';

const TIMEOUT_MS = 15_000;

/** Hex of HMAC-SHA256 over `timestamp.body`: the receiver computes the same and refuses what is old or differs. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv6');

/** Whether an address lies in a network that is not the Internet's (RFC 6890); IPv4 inside IPv6 counts as IPv4. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const of = mapped ?? address;
  return PRIVATE.check(of, isIP(of) === 6 ? 'ipv6' : 'ipv4');
}

const refusal = (): Error => new Error('private address refused');

/** Resolves as usual, but gives no address of a private network: what was looked up is what is called. */
const publicOnly: LookupFunction = (host, options: LookupOptions, done) => {
  lookup(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    const open = error === null ? addresses.filter(({ address }) => !isPrivateAddress(address)) : [];
    if (error !== null) done(error, '', 0);
    else if (open.length === 0) done(refusal(), '', 0);
    else if (options.all) done(null, open);
    else done(null, open[0]!.address, open[0]!.family);
  });
};

export type WebhookTarget = Readonly<{ url: string; secret: string; allowPrivate: boolean }>;

/**
 * Posts JSON. Headers: `x-sotiem-timestamp` (ISO), `x-sotiem-signature` (`sha256=…`), `idempotency-key` (the id), by
 * which a gateway drops what comes twice. No redirect is followed. 4xx but 408 and 429 is final.
 */
export async function postSigned(
  { url, secret, allowPrivate }: WebhookTarget,
  id: string,
  content: object,
  now: Date,
): Promise<SendAnswer> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const body = JSON.stringify(content);
  const timestamp = now.toISOString();
  try {
    if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw refusal();
    const status = await new Promise<number>((resolve, reject) => {
      const call = (target.protocol === 'https:' ? httpsRequest : httpRequest)(
        target,
        {
          method: 'POST',
          signal: AbortSignal.timeout(TIMEOUT_MS),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            'x-sotiem-timestamp': timestamp,
            'x-sotiem-signature': `sha256=${signature(secret, timestamp, body)}`,
            'idempotency-key': id,
          },
          ...(allowPrivate ? {} : { lookup: publicOnly }),
        },
        (response) => {
          response.resume();
          response.once('end', () => resolve(response.statusCode ?? 0));
          response.once('error', reject);
        },
      );
      call.once('error', reject);
      call.end(body);
    });
    const ok = status >= 200 && status < 300;
    return {
      ok,
      answer: `HTTP ${status}`,
      final: !ok && status >= 300 && status < 500 && status !== 408 && status !== 429,
    };
  } catch (error) {
    return { ok: false, answer: shortAnswer((error as Error).message), final: false };
  }
}
