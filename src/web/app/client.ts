/** The one door to the server. Refusals come as problems with a stable code and words to show. */
import { apiUrl, productUrl } from './base.ts';
import { language } from './words.ts';

export class Problem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** What was thrown, as a problem to show: whatever does not come from the server is our own mistake. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(500, 'internal_error', String(error));

async function answer<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const body = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Problem(response.status, body.code ?? 'internal_error', body.detail ?? response.statusText);
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      ...init,
      headers: { 'accept-language': language(), ...init.headers },
    });
  } catch {
    throw new Problem(0, 'offline', '');
  }
  return answer<T>(response);
}

export type Parameters = Readonly<Record<string, string | number | null | undefined>>;

export function withParameters(path: string, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters))
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}

export const get = <T>(path: string, parameters: Parameters = {}): Promise<T> =>
  call<T>(withParameters(path, parameters));
export const send = <T>(method: 'POST' | 'PUT', path: string, body: object = {}): Promise<T> =>
  call<T>(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
export const upload = <T>(path: string, form: FormData): Promise<T> =>
  call<T>(path, { method: 'POST', body: form });

/** Ends the session, in the training space that of the product too: whoever leaves a desk leaves all of it. */
export async function signOut(everywhere: boolean): Promise<void> {
  const path = everywhere ? '/sign-out-everywhere' : '/sign-out';
  for (const url of new Set([apiUrl(path), productUrl(path)]))
    await fetch(url, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }).catch(
      () => {},
    );
}
