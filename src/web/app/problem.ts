/** A refusal of the server, with its stable code and words to show; `status` 0: it was not reached. */
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

/** What the server answered; throws the problem that it told instead (RFC 9457). */
export async function answerIn<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const body = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Problem(response.status, body.code ?? 'internal_error', body.detail ?? response.statusText);
}
