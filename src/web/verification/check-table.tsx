import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckRow } from './check-row.tsx';
import { FIELDS, type Field, type VerifiedPerson } from './types.ts';
import { type Draft, useAnswers } from './use-answers.ts';

// Đ and S of the paper form, T and F of the English one; Telex writes Đ by typing D twice.
const TRUE = new Set(['t', 'd', 'đ', '1']);
const FALSE = new Set(['f', 's', '0']);
const BLANK = new Set(['Delete', 'Backspace', ' ']);

/** The police's work by keyboard: a row a person, four cells, one key each; leaving a row saves it. */
export function CheckTable({
  people,
  question,
  onEnd,
}: {
  people: readonly VerifiedPerson[];
  question: readonly unknown[];
  onEnd: () => void;
}) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  const answers = useAnswers(question);

  const focus = (personId: string, field: Field): boolean => {
    const cell = table.current?.querySelector<HTMLElement>(
      `[data-person="${personId}"] [data-field="${field}"]`,
    );
    cell?.focus();
    return cell != null;
  };
  const go = (person: VerifiedPerson, step: 1 | -1, field: Field): void => {
    const next = people[people.indexOf(person) + step];
    if (next !== undefined) focus(next.personId, field);
    else if (step === 1) onEnd();
  };
  const saveAndGo = async (person: VerifiedPerson, draft?: Draft): Promise<void> => {
    if (await answers.save(person, draft)) go(person, 1, 'name');
  };
  const press = (person: VerifiedPerson, event: KeyboardEvent<HTMLElement>, field: Field | null): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    if (key === 'Enter') void saveAndGo(person);
    else if (field === null) {
      if (key !== 'Escape') return;
      focus(person.personId, 'name');
    } else {
      const at = FIELDS.indexOf(field);
      const next = FIELDS[at + 1];
      const letter = key.toLowerCase();
      if (TRUE.has(letter)) {
        answers.mark(person, field, true);
        if (next !== undefined) focus(person.personId, next);
      } else if (FALSE.has(letter)) {
        answers.mark(person, field, false);
        // The right value is asked for at once; whoever does not know it goes on.
        if (field !== 'sex') requestAnimationFrame(() => typeRight(event.target as HTMLElement, field));
        else if (next !== undefined) focus(person.personId, next);
      } else if (BLANK.has(key)) answers.mark(person, field, null);
      else if (letter === 'a') void saveAndGo(person, answers.allRight(person));
      else if (key === 'ArrowRight' && next !== undefined) focus(person.personId, next);
      else if (key === 'ArrowLeft' && at > 0) focus(person.personId, FIELDS[at - 1]!);
      else if (key === 'ArrowDown') go(person, 1, field);
      else if (key === 'ArrowUp') go(person, -1, field);
      else return;
    }
    event.preventDefault();
  };
  /** A row that is left with marks in it is saved; its own inputs and buttons are still the row. */
  const left = (person: VerifiedPerson, to: EventTarget | null): void => {
    const row = table.current?.querySelector(`[data-person="${person.personId}"]`);
    const inside = to instanceof Node && (row?.contains(to) || row?.nextElementSibling?.contains(to));
    if (!inside && answers.dirty(person) && !answers.rowOf(person).saving) void answers.save(person);
  };
  return (
    <table ref={table} className="plain checks">
      <thead>
        <tr>
          {FIELDS.map((field) => (
            <th key={field}>{t(`verification.${field}`)}</th>
          ))}
          <th>{t('people.hamlet')}</th>
          <th>{t('verification.state')}</th>
          <th>
            <span className="only-read">{t('verification.all_right')}</span>
          </th>
        </tr>
      </thead>
      {people.map((person) => (
        <tbody key={person.personId} onBlur={(event) => left(person, event.relatedTarget)}>
          <CheckRow
            person={person}
            draft={answers.draftOf(person)}
            row={answers.rowOf(person)}
            dirty={answers.dirty(person)}
            onMark={(field, value) => answers.mark(person, field, value)}
            onSay={(field, value) => answers.say(person, field, value)}
            onAllRight={() => void saveAndGo(person, answers.allRight(person))}
            onSave={() => void answers.save(person)}
            onKey={(event, field) => press(person, event, field)}
          />
        </tbody>
      ))}
    </table>
  );
}

/** Puts the cursor into the right value of a field of the cell's row. */
function typeRight(cell: HTMLElement, field: Field): void {
  cell.closest('tbody')?.querySelector<HTMLInputElement>(`[data-right="${field}"]`)?.focus();
}
