import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SchedulePage, VersionPreview } from '../../due/contract.ts';
import type { Interval, RuleKind } from '../../schedules/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { useMe } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';
import { productsOf } from './blank-rule.ts';
import { PreviewCard } from './preview-card.tsx';
import { type AnyRule, subjectWords } from './rule-words.ts';
import { SubjectFields } from './subject-fields.tsx';

/** The rule that is changed; `added`: one of a subject that there is no rule on yet. */
export type Chosen = Readonly<{ kind: RuleKind; rule: AnyRule; added: boolean }>;

const PARTS = ['earliest', 'recommended', 'latest'] as const;

/** One rule changed by a document: what it demands from which day, whom that concerns, and only then adopted. */
export function RuleForm({
  chosen,
  page,
  onDone,
  onCancel,
}: {
  chosen: Chosen;
  page: SchedulePage;
  onDone: () => Promise<void>;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const country = useMe().data!.roles.some(({ role }) => role === 'ministry');
  const [rule, setRule] = useState<AnyRule>(chosen.rule);
  const [document, setDocument] = useState({ number: '', title: '', reason: '' });
  const [issuedOn, setIssuedOn] = useState<string | null>(page.date);
  const [from, setFrom] = useState<string | null>(page.date);
  const [everywhere, setEverywhere] = useState(false);
  const [withdraw, setWithdraw] = useState(false);
  const [preview, setPreview] = useState<VersionPreview | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const draft = {
    unit: everywhere ? null : page.unit,
    ...document,
    issuedOn,
    from,
    rules: { [chosen.kind]: [rule] },
    withdraw,
  };
  const products = productsOf(page);
  const change = (part: Partial<AnyRule>) => {
    // What was shown no longer speaks of what is written.
    setPreview(null);
    setRule({ ...rule, ...part } as AnyRule);
  };
  const ask = async (path: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await send('POST', path, draft);
      if (path.endsWith('preview')) setPreview(answer as VersionPreview);
      else await onDone();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const number = (label: string, value: number, set: (next: number) => void) => (
    <Field
      label={label}
      type="number"
      min={0}
      max={3650}
      required
      value={value}
      onChange={(event) => set(Number(event.target.value))}
    />
  );
  const interval = (value: Interval, set: (next: Interval) => void, label?: string) => (
    <fieldset className="rule-days" key={label}>
      <legend>{label ?? t('rules.days_after')}</legend>
      {PARTS.map((part, i) => (
        <div key={part}>
          {number(t(`rules.${part}`), value[i]!, (next) => set(value.with(i, next) as Interval))}
        </div>
      ))}
    </fieldset>
  );
  const words = (key: keyof typeof document, most: number) => (
    <Field
      label={t(`rules.form.${key}`)}
      required
      maxLength={most}
      value={document[key]}
      onChange={(event) => setDocument({ ...document, [key]: event.target.value })}
    />
  );
  return (
    <form
      className="card form-stack rule-form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void ask('/schedules/preview');
      }}
    >
      <h2 className="card-title">
        {t(chosen.added ? 'rules.add' : 'rules.change')}: {subjectWords(chosen.kind, rule, t)}
      </h2>
      {problem && <Refused problem={problem} />}
      {chosen.added && <SubjectFields rule={rule} products={products} onChange={change} />}
      {'interval' in rule && interval(rule.interval, (next) => change({ interval: next }))}
      {'intervals' in rule &&
        rule.intervals.map((one, i) =>
          interval(
            one,
            (next) => change({ intervals: rule.intervals.with(i, next) }),
            t('rules.before_dose', { number: i + 2 }),
          ),
        )}
      {'vaccines' in rule && (
        <fieldset className="rule-days">
          <legend>{t('rules.products')}</legend>
          {products.map((code) => (
            <label key={code} className="tick">
              <input
                type="checkbox"
                checked={rule.vaccines.includes(code)}
                onChange={(event) =>
                  change({
                    vaccines: event.target.checked
                      ? [...rule.vaccines, code]
                      : rule.vaccines.filter((one) => one !== code),
                  })
                }
              />
              {t(`product.${code}`)}
            </label>
          ))}
        </fieldset>
      )}
      <div className="rule-grid">
        {'minimumAge' in rule &&
          (chosen.added || !('number' in rule)) &&
          number(t('rules.minimum_age'), rule.minimumAge, (next) => change({ minimumAge: next }))}
        {'graceDays' in rule &&
          number(t('rules.grace'), rule.graceDays, (next) => change({ graceDays: next }))}
        {'firstDoseDays' in rule &&
          number(t('rules.first_days'), rule.firstDoseDays, (next) => change({ firstDoseDays: next }))}
        {words('number', 80)}
        <div className="field">
          <span>{t('rules.form.issued')}</span>
          <DayInput label={t('rules.form.issued')} value={issuedOn} onChange={setIssuedOn} />
        </div>
        <div className="field">
          <span>{t('rules.form.from')}</span>
          <DayInput
            label={t('rules.form.from')}
            value={from}
            onChange={(next) => {
              setPreview(null);
              setFrom(next);
            }}
          />
        </div>
        {words('title', 300)}
        {words('reason', 500)}
      </div>
      {!chosen.added && (
        <label className="tick">
          <input
            type="checkbox"
            checked={withdraw}
            onChange={(event) => {
              setPreview(null);
              setWithdraw(event.target.checked);
            }}
          />
          {t('rules.form.withdraw')}
        </label>
      )}
      {country && (
        <label className="tick">
          <input
            type="checkbox"
            checked={everywhere}
            onChange={(event) => {
              setPreview(null);
              setEverywhere(event.target.checked);
            }}
          />
          {t('rules.form.everywhere')}
        </label>
      )}
      {preview !== null && <PreviewCard preview={preview} />}
      <div className="actions">
        <button type="submit" className={preview === null ? 'main-button' : 'plain-button'} disabled={busy}>
          {t('rules.form.preview')}
        </button>
        {preview !== null && (
          <button
            type="button"
            className="main-button"
            disabled={busy}
            onClick={() => void ask('/schedules')}
          >
            {t('rules.form.adopt')}
          </button>
        )}
        <button type="button" className="plain-button" onClick={onCancel}>
          {t('rules.form.cancel')}
        </button>
      </div>
    </form>
  );
}
