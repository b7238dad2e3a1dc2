/** The table's door to the server. A link that is gone, or a server that does not answer in time, is `offline`. */
import type {
  Conflict,
  Decision,
  DeviceGrant,
  Event,
  Feed,
  RecordingSession,
  Roster,
  SealedAnswer,
  SealedEnvelope,
  SyncAnswer,
} from '../../recording/contract.ts';
import { apiUrl } from '../app/base.ts';
import { answerIn, Problem } from '../app/problem.ts';
import { language } from './words.ts';

/** A request that hangs on a bad link is given up; a roster of thousands may take longer. */
const PATIENCE_MS = 20_000;
const ROSTER_PATIENCE_MS = 120_000;

/** Batches shrink to a fifth: a dose with its screening is some 300 bytes on the line. */
const PACK_FROM = 1000;

async function bodyOf(body: object): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json' };
  if (text.length < PACK_FROM) return { body: text, headers };
  const packed = new Response(text).body!.pipeThrough(new CompressionStream('gzip'));
  return {
    body: await new Response(packed).arrayBuffer(),
    headers: { ...headers, 'content-encoding': 'gzip' },
  };
}

async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  content?: object,
  patience = PATIENCE_MS,
): Promise<T> {
  try {
    const { headers = {}, ...body } = content === undefined ? {} : await bodyOf(content);
    const response = await fetch(apiUrl(path), {
      method,
      headers: { 'accept-language': language(), ...headers },
      signal: AbortSignal.timeout(patience),
      ...body,
    });
    // An answer that breaks off is none.
    return await answerIn<T>(response);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(0, 'offline', '');
  }
}

export type WhoAmI = Readonly<{
  account: Readonly<{ displayName: string }>;
  demonstration: boolean;
  roles: readonly Readonly<{
    role: string;
    unit: Readonly<{ code: string; fullName: string }>;
    facility: string | null;
  }>[];
}>;
/** Who is signed in on this browser; refused when nobody is. */
export const whoAmI = () => call<WhoAmI>('GET', '/me');
export const signIn = (username: string, password: string, code: string) =>
  call<{ mustChangePassword: boolean; secondFactor: 'off' | 'ok' | 'enrol' }>('POST', '/sign-in', {
    username,
    password,
    ...(code === '' ? {} : { code }),
  });
export const signOut = () => call('POST', '/sign-out', {});
export const signDeviceIn = (name: string) => call<DeviceGrant>('POST', '/recording/devices', { name });
export const sessionsOn = (date: string) =>
  call<{ sessions: RecordingSession[] }>('GET', `/recording/sessions?date=${date}`);
export const openSession = (
  session: Readonly<{
    unit: string;
    facility: string;
    name: string;
    date: string;
    shift: string;
    capacity: number | null;
    vaccines: readonly string[];
  }>,
) => call<{ id: string }>('POST', '/recording/sessions', session);
export const rosterOf = (session: string, since: string | null) =>
  call<Roster>(
    'GET',
    `/recording/sessions/${session}/roster${since === null ? '' : `?since=${encodeURIComponent(since)}`}`,
    undefined,
    ROSTER_PATIENCE_MS,
  );
export const handIn = (deviceId: string, events: readonly Event[]) =>
  call<SyncAnswer>('POST', '/recording/sync', { deviceId, events });
export const feedOf = (session: string, after: string, deviceId: string) =>
  call<Feed>(
    'GET',
    `/recording/sessions/${session}/events?after=${encodeURIComponent(after)}&device=${deviceId}`,
  );
export const handInSealed = (envelope: SealedEnvelope) =>
  call<SealedAnswer>('POST', '/recording/sealed', { envelope });
/** Conflicts of a unit that nobody has decided; its code is read on the map of the day. */
export const conflictsOf = (unit: string, day: string) =>
  call<{ conflicts: Conflict[]; total: number }>('GET', `/recording/conflicts?unit=${unit}&mapDate=${day}`);
export const decide = (conflict: string, decision: Decision) =>
  call('POST', `/recording/conflicts/${conflict}`, decision);
