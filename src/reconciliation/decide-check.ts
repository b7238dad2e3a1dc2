/** What an answer of the police comes to, given what stands: the rule of verification (9438/BYT-CNTT). Pure. */
import type { PlainDate } from '../kernel/plain-date.ts';
import {
  IDENTITY_FIELDS,
  type Identity,
  type IdentityField,
  NOTHING_STATED,
  readRight,
  type Stated,
  sameIdentity,
} from './identity-fields.ts';

/** True, false, or null: nobody can say yet. */
export type Marks = Readonly<Record<IdentityField, boolean | null>>;

export type Answer = Readonly<{
  /** What the police looked at. */
  shown: Identity;
  marks: Marks;
  /** The right values of fields marked false, where they are known. */
  right: Readonly<Partial<Record<IdentityField, string>>>;
}>;

/** An answer that stands: what it holds for, and the fields whose value came from the police. */
export type StandingCheck = Readonly<{
  id: string;
  marks: Marks;
  held: Identity;
  corrected: readonly IdentityField[];
  recordId: string | null;
}>;

export const REFUSALS = [
  'verify_foreign',
  'verify_changed_meanwhile',
  'verify_nothing_shown',
  'verify_right_without_false',
  'verify_right_same',
  'verify_right_unreadable',
] as const;
export type Refusal = (typeof REFUSALS)[number];

export type Verdict =
  | Readonly<{ kind: 'refused'; code: Refusal; field: IdentityField | null }>
  | Readonly<{ kind: 'unchanged' }>
  | Readonly<{ kind: 'withdrawn' }>
  | Readonly<{
      kind: 'answered';
      marks: Marks;
      held: Identity;
      corrected: readonly IdentityField[];
      /** What the police state against the lists; null when they state nothing. */
      stated: Stated | null;
    }>;

/** Foreigners are known by their passport and need no match with the population database. */
export const isForeign = ({ id }: Identity): boolean => id !== null && /^[A-Z]/.test(id);

const refused = (code: Refusal, field: IdentityField | null = null): Verdict => ({
  kind: 'refused',
  code,
  field,
});

/**
 * Decides one answer. `current` is what the register shows now: an answer to anything else is refused, for it is not
 * about this. A field that the police corrected before and now mark true stays corrected: it is shown because of them.
 */
export function decideCheck(
  current: Identity,
  standing: StandingCheck | null,
  { shown, marks, right }: Answer,
  today: PlainDate,
): Verdict {
  if (isForeign(current)) return refused('verify_foreign');
  if (!sameIdentity(current, shown))
    return standing !== null && saidBefore(current, standing, { shown, marks, right }, today)
      ? { kind: 'unchanged' }
      : refused('verify_changed_meanwhile');
  const held: Record<IdentityField, string | null> = { ...shown };
  const corrected: IdentityField[] = [];
  let stated = NOTHING_STATED;
  const state = (field: IdentityField, text: string): boolean => {
    const read = readRight(field, text, today);
    if (read === null) return false;
    held[field] = read.text;
    corrected.push(field);
    stated = merged(stated, read.stated);
    return true;
  };
  for (const field of IDENTITY_FIELDS) {
    const value = right[field] ?? impliedRight(field, shown, marks[field]);
    if (marks[field] === true && shown[field] === null) return refused('verify_nothing_shown', field);
    if (value !== undefined) {
      if (marks[field] !== false) return refused('verify_right_without_false', field);
      if (!state(field, value)) return refused('verify_right_unreadable', field);
      if (held[field] === shown[field]) return refused('verify_right_same', field);
    } else if (
      marks[field] === true &&
      standing?.corrected.includes(field) &&
      standing.held[field] === shown[field]
    )
      state(field, shown[field]!);
  }
  if (IDENTITY_FIELDS.every((field) => marks[field] === null))
    return { kind: standing === null ? 'unchanged' : 'withdrawn' };
  if (standing !== null && sameIdentity(standing.held, held) && sameAnswer(standing, marks, corrected))
    return { kind: 'unchanged' };
  return { kind: 'answered', marks, held, corrected, stated: corrected.length === 0 ? null : stated };
}

/** The same answer once more, whose right values the register shows by now: a workbook that was sent twice. */
const saidBefore = (
  current: Identity,
  standing: StandingCheck,
  { shown, marks, right }: Answer,
  today: PlainDate,
): boolean =>
  sameIdentity(current, standing.held) &&
  IDENTITY_FIELDS.every((field) => {
    const value = right[field] ?? impliedRight(field, shown, marks[field]);
    const held = value === undefined ? shown[field] : readRight(field, value, today)?.text;
    return held === standing.held[field] && (value === undefined || standing.corrected.includes(field));
  });

/** Of two sexes the other one is right. */
const impliedRight = (field: IdentityField, { sex }: Identity, mark: boolean | null): string | undefined =>
  field === 'sex' && mark === false && sex !== null ? (sex === 'M' ? 'F' : 'M') : undefined;

const merged = (a: Stated, b: Stated): Stated => ({
  name: b.name ?? a.name,
  sex: b.sex ?? a.sex,
  birth: b.birth ?? a.birth,
  identifiers: [...a.identifiers, ...b.identifiers],
});

const sameAnswer = (standing: StandingCheck, marks: Marks, corrected: readonly IdentityField[]): boolean =>
  IDENTITY_FIELDS.every(
    (field) =>
      standing.corrected.includes(field) === corrected.includes(field) &&
      // A corrected field is right now, whether it was just corrected or is marked true since.
      (standing.marks[field] === marks[field] || corrected.includes(field)),
  );
