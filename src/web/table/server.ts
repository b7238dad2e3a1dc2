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
import { language } from './words.ts';

export class Refused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** A request that hangs on a bad link is given up; a roster of thousands may take longer. */
const PATIENCE_MS = 20_000;
const ROSTER_PATIENCE_MS = 120_000;

async function call<T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  patience = PATIENCE_MS,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      headers: {
        'accept-language': language(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return (await response.json()) as T;
  } catch {
    throw new Refused(0, 'offline', '');
  }
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Refused(response.status, problem.code ?? 'internal_error', problem.detail ?? response.statusText);
}

/** Name of who is signed in on this browser; refused when nobody is. */
export const whoAmI = async (): Promise<string> =>
  (await call<{ account: { displayName: string } }>('GET', '/me')).account.displayName;
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
export const conflictsOf = (unit: string) =>
  call<{ conflicts: Conflict[]; total: number }>('GET', `/recording/conflicts?unit=${unit}`);
export const decide = (conflict: string, decision: Decision) =>
  call('POST', `/recording/conflicts/${conflict}`, decision);
