/** Small parts that the screens of the table share. */
import type { FormEvent, InputHTMLAttributes, ReactNode } from 'react';
import type { RosterPerson } from '../../recording/contract.ts';
import { birth } from '../app/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { goBack, goTo } from './place.ts';
import { type Stage, stageOf, type Visit } from './session-state.ts';
import { t } from './words.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'wait';
const MARKS: Readonly<Record<Tone, string>> = { ok: '✓', warn: '!', bad: '✕', wait: '…' };

/** Never by colour alone: a mark and words beside it. */
export const Tag = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`tag ${tone}`}>
    <span aria-hidden="true">{MARKS[tone]}</span>
    {children}
  </span>
);

export const Notice = ({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) => (
  <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <b>
      <span aria-hidden="true">{MARKS[tone]}</span>
      {title}
    </b>
    {children}
  </div>
);

/** A screen that was opened from another one: its name, and the way back. */
export const Back = ({ title, sub }: { title: string; sub?: string | undefined }) => (
  <header className="head">
    <div className="head-line">
      <button type="button" className="square" onClick={goBack} aria-label={t('table.back')}>
        <Icon name="back" />
      </button>
      <div>
        <b>{title}</b>
        {sub !== undefined && <small>{sub}</small>}
      </div>
    </div>
  </header>
);

type FieldProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  help?: string;
  wrong?: string | null;
};
export const Field = ({ label, help, wrong, ...input }: FieldProps) => (
  <label className="field">
    <span>{label}</span>
    <input {...input} aria-invalid={wrong != null} />
    {wrong != null ? <small className="wrong">{wrong}</small> : help !== undefined && <small>{help}</small>}
  </label>
);

type ChoiceProps<T extends string> = {
  legend: string;
  options: readonly T[];
  words: (option: T) => string;
  value: T | null;
  choose: (option: T) => void;
};

/** One of a few, each a target for the thumb. */
export function OneOf<T extends string>({ legend, options, words, value, choose }: ChoiceProps<T>) {
  return (
    <fieldset className="field">
      <legend>{legend}</legend>
      <div className="chips">
        {options.map((option) => (
          <label key={option} className="chip">
            <input type="radio" name={legend} checked={value === option} onChange={() => choose(option)} />
            {words(option)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const STAGE_TONES: Readonly<Record<Exclude<Stage, 'none'>, Tone>> = {
  arrived: 'wait',
  screened: 'ok',
  injected: 'wait',
  done: 'ok',
  postponed: 'warn',
  refused: 'warn',
};

export function StageTag({ visit }: { visit: Visit | undefined }) {
  const stage = stageOf(visit);
  return stage === 'none' ? null : <Tag tone={STAGE_TONES[stage]}>{t(`table.stage.${stage}`)}</Tag>;
}

/** Who somebody is, on one line: what tells two people of one name apart. */
export const about = (person: RosterPerson): string =>
  [
    birth(person.birth),
    person.sex === null ? null : t(`table.sex.${person.sex}`),
    person.hamlet,
    person.nationalId,
  ]
    .filter((part) => part !== null)
    .join(' · ');

export const PersonRow = ({
  person,
  visit,
  end,
}: {
  person: RosterPerson;
  visit: Visit | undefined;
  end?: ReactNode;
}) => (
  <li>
    <button type="button" className="person" onClick={() => goTo('person', person.id)}>
      <span>
        <b>{person.name}</b>
        <small>{about(person)}</small>
      </span>
      {end ??
        (stageOf(visit) !== 'none' ? (
          <StageTag visit={visit} />
        ) : (
          person.doses.length > 0 && (
            <span className="quiet">{t('table.doses', { count: person.doses.length })}</span>
          )
        ))}
    </button>
  </li>
);

export const Empty = ({ children }: { children: ReactNode }) => <p className="quiet">{children}</p>;

export type { IconName };

/** A form about one person, on a screen of its own: saved by the one button below it, once it is `ready`. */
export function PersonForm({
  title,
  name,
  ready,
  save,
  children,
}: {
  title: string;
  name: string | undefined;
  ready: boolean;
  save: () => Promise<void>;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <div className="screen">
      <Back title={title} sub={name} />
      <main className="body">
        <form className="form" onSubmit={submit}>
          {children}
          <div className="actions">
            <button type="submit" className="go" disabled={!ready}>
              {t('table.save')}
            </button>
          </div>
        </form>
      </main>
    </div>
  );
}
