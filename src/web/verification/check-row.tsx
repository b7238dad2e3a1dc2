import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Status } from '../ui/states.tsx';
import { FIELDS, type Field, shownBirth, type VerifiedPerson } from './types.ts';
import type { Draft, RowState } from './use-answers.ts';

/** Fields whose right value is typed; of two sexes the other one is right. */
const TYPED: readonly Field[] = ['name', 'birth', 'id'];

/** One person of the police's work: four cells to mark, what is right where one is wrong. */
export function CheckRow({
  person,
  draft,
  row,
  dirty,
  onMark,
  onSay,
  onAllRight,
  onSave,
  onKey,
}: {
  person: VerifiedPerson;
  draft: Draft;
  row: RowState;
  dirty: boolean;
  onMark: (field: Field, value: boolean | null) => void;
  onSay: (field: Field, value: string) => void;
  onAllRight: () => void;
  onSave: () => void;
  onKey: (event: KeyboardEvent<HTMLElement>, field: Field | null) => void;
}) {
  const { t } = useTranslation();
  const value = (field: Field): string =>
    field === 'sex'
      ? person.sex === null
        ? '–'
        : t(`sex.${person.sex}`)
      : field === 'birth'
        ? shownBirth(person.birth)
        : (person[field] ?? '–');
  const asked = TYPED.filter((field) => draft.marks[field] === false);
  return (
    <>
      <tr className="check" data-person={person.personId}>
        {FIELDS.map((field) => {
          const mark = draft.marks[field];
          const word = mark === null ? 'unknown' : mark ? 'right' : 'wrong';
          return (
            <td key={field}>
              <button
                type="button"
                className={`mark ${word}`}
                data-field={field}
                aria-label={t('verification.cell', {
                  field: t(`verification.${field}`),
                  value: value(field),
                  mark: t(`verification.${word}`),
                })}
                onClick={() => onMark(field, mark === null ? true : mark ? false : null)}
                onKeyDown={(event) => onKey(event, field)}
              >
                <span className="what">{t(`verification.${field}`)}</span>
                <span className="value">{value(field)}</span>
                <span className="sign" aria-hidden="true">
                  {mark === null ? '' : mark ? '✓' : '✕'}
                </span>
              </button>
            </td>
          );
        })}
        <td className="home">
          {[
            person.hamlet,
            person.household === null ? null : t('verification.household', { n: person.household }),
          ]
            .filter(Boolean)
            .join(' · ') || '–'}
        </td>
        <td className="saved">
          {row.saving ? (
            <Status name="reading">{t('verification.saving')}</Status>
          ) : dirty ? (
            <button type="button" className="plain-button small" onClick={onSave}>
              {t('verification.save')}
            </button>
          ) : (
            <Status name={`verify_${person.state}`}>{t(`verification.state.${person.state}`)}</Status>
          )}
        </td>
        <td className="all">
          <button type="button" className="plain-button small" onClick={onAllRight} tabIndex={-1}>
            {t('verification.all_right')}
          </button>
        </td>
      </tr>
      {(asked.length > 0 || row.problem !== null) && (
        <tr className="right-values">
          <td colSpan={7}>
            {row.problem !== null && (
              <p className="wrong" role="alert">
                ✕ {row.problem}
              </p>
            )}
            <div className="row">
              {asked.map((field) => (
                <label key={field} className="field">
                  {t(`verification.right_${field}`)}
                  <input
                    value={draft.right[field] ?? ''}
                    data-right={field}
                    placeholder={field === 'birth' ? 'dd/mm/yyyy' : ''}
                    inputMode={field === 'name' ? 'text' : 'numeric'}
                    maxLength={field === 'name' ? 120 : 20}
                    onChange={(event) => onSay(field, event.target.value)}
                    onKeyDown={(event) => onKey(event, null)}
                  />
                </label>
              ))}
              {asked.length > 0 && <small className="quiet">{t('verification.right_help')}</small>}
            </div>
          </td>
        </tr>
      )}
    </>
  );
}
