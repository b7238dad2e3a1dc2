import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem, send } from '../app/client.ts';
import { typedDay } from '../app/format.ts';
import {
  FIELDS,
  type Field,
  type Marks,
  type Right,
  type Verification,
  type VerifiedPerson,
} from './types.ts';

export type Draft = Readonly<{ marks: Marks; right: Right }>;
export type RowState = Readonly<{ saving: boolean; saved: boolean; problem: string | null }>;

const NOTHING: RowState = { saving: false, saved: false, problem: null };

/** Marks that the person's row shows: one for something that has changed since says nothing of what is shown now. */
const standing = (person: VerifiedPerson): Draft => ({
  marks: person.state === 'stale' ? { name: null, sex: null, birth: null, id: null } : person.marks,
  right: {},
});

/** `03/02/1980`, `2/1980` or `1980` as the server reads it; what is no date goes as typed and is refused with words. */
const birthAsText = (typed: string): string =>
  typedDay(typed) ??
  typed
    .trim()
    .split('/')
    .map((part) => part.padStart(2, '0'))
    .reverse()
    .join('-');

/**
 * The marks that somebody is making, person by person, and their saving. `question` is the key of the query that
 * shows the people: a saved row changes in place and stays where it stands, so that nothing moves under the hands.
 */
export function useAnswers(question: readonly unknown[]) {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  const [rows, setRows] = useState<ReadonlyMap<string, RowState>>(new Map());
  const setRow = (id: string, row: Partial<RowState>) =>
    setRows((before) => new Map(before).set(id, { ...(before.get(id) ?? NOTHING), ...row }));
  const draftOf = (person: VerifiedPerson): Draft => drafts.get(person.personId) ?? standing(person);
  const change = (person: VerifiedPerson, next: Draft): Draft => {
    setDrafts((before) => new Map(before).set(person.personId, next));
    setRow(person.personId, { saved: false, problem: null });
    return next;
  };
  const save = async (person: VerifiedPerson, draft = draftOf(person)): Promise<boolean> => {
    const id = person.personId;
    if (!drafts.has(id) && draft === draftOf(person)) return true;
    setRow(id, { saving: true, problem: null });
    try {
      const right = Object.entries(draft.right).filter(
        ([field, value]) => draft.marks[field as Field] === false && value.trim() !== '',
      );
      const answered = await send<VerifiedPerson>('POST', `/verification/${id}`, {
        shown: Object.fromEntries(FIELDS.map((field) => [field, person[field]])),
        marks: draft.marks,
        right: Object.fromEntries(
          right.map(([field, value]) => [field, field === 'birth' ? birthAsText(value) : value.trim()]),
        ),
      });
      setDrafts((before) => {
        const left = new Map(before);
        left.delete(id);
        return left;
      });
      client.setQueryData<Verification>(question, (before) =>
        before === undefined
          ? before
          : { ...before, people: before.people.map((one) => (one.personId === id ? answered : one)) },
      );
      setRow(id, { saving: false, saved: true });
      return true;
    } catch (error) {
      setRow(id, { saving: false, problem: error instanceof Problem ? error.message : String(error) });
      if (error instanceof Problem && error.code === 'verify_changed_meanwhile')
        await client.invalidateQueries({ queryKey: question });
      return false;
    }
  };
  return {
    draftOf,
    dirty: (person: VerifiedPerson): boolean => drafts.has(person.personId),
    rowOf: (person: VerifiedPerson): RowState => rows.get(person.personId) ?? NOTHING,
    mark: (person: VerifiedPerson, field: Field, value: boolean | null): Draft => {
      const draft = draftOf(person);
      return change(person, { ...draft, marks: { ...draft.marks, [field]: value } });
    },
    say: (person: VerifiedPerson, field: Field, value: string): Draft => {
      const draft = draftOf(person);
      return change(person, { ...draft, right: { ...draft.right, [field]: value } });
    },
    allRight: (person: VerifiedPerson): Draft =>
      change(person, {
        // Nothing can be right where nothing stands.
        marks: Object.fromEntries(
          FIELDS.map((field) => [field, person[field] === null ? null : true]),
        ) as Marks,
        right: {},
      }),
    save,
  };
}
