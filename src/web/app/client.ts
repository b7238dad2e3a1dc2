/** The one door to the server. Refusals come as problems with a stable code and words to show. */
import { apiUrl, productUrl } from './base.ts';
import { answerIn, Problem, problemOf } from './problem.ts';
import { language } from './words.ts';

export { Problem, problemOf };

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
  return answerIn<T>(response);
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
