/** What went wrong, in the words of the domain; one place (platform/http) turns it into an HTTP status. */
export type ErrorKind =
  | 'invalid' // the input breaks a rule
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'too-many'
  | 'unavailable';

export type ErrorParams = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The only error that features throw on purpose. `code` is stable and is the key `error.<code>` in the
 * catalogues under `locales/`, where the sentence for the user stands in Vietnamese and English.
 */
export class AppError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly params: ErrorParams;

  constructor(code: string, kind: ErrorKind, params: ErrorParams = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.kind = kind;
    this.params = params;
  }
}
