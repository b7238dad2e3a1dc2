import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DirectiveItem } from '../../duties/contract.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { Refused } from '../ui/states.tsx';
import { ItemForm } from './item-form.tsx';
import { Labelled } from './labelled.tsx';
import { type Content, keyOf, newItem } from './new-content.ts';
import { PaperInput, storePaper } from './paper-input.tsx';

/** The paper's head, what may happen, and its items; sent as a whole, as the next version. */
export function DirectiveForm({
  id,
  unit,
  given,
  onSaved,
}: {
  id: string | null;
  unit: string;
  given: Content;
  onSaved: (id: string) => Promise<void>;
}) {
  const { t } = useTranslation();
  const place = usePlace();
  const [content, setContent] = useState(given);
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const put = (change: Partial<Content>) => setContent((before) => ({ ...before, ...change }));
  const text = (field: 'number' | 'issuer' | 'signer' | 'summary') => ({
    value: content[field],
    onChange: (event: { target: { value: string } }) => put({ [field]: event.target.value }),
  });
  const putItem = (at: number, item: DirectiveItem | null) =>
    put({ items: content.items.flatMap((one, i) => (i !== at ? [one] : item === null ? [] : [item])) });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const paper = await storePaper(file);
      const body = {
        content: { ...content, legalBases: content.legalBases.filter((base) => base.trim() !== '') },
        file: paper,
      };
      const { id: saved } =
        id === null
          ? await send<{ id: string }>('POST', '/directives', { unit, ...body })
          : await send<{ id: string }>('PUT', `/directives/${id}`, body);
      await onSaved(saved);
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  };
  return (
    <form className="form-stack directive-form" onSubmit={(event) => void submit(event)}>
      <div className="item-form">
        <Field
          label={t('duties.number_label')}
          help={t('duties.number_help')}
          required
          maxLength={60}
          {...text('number')}
        />
        <Labelled label={t('duties.issued_on')}>
          <DayInput
            value={content.issuedOn}
            onChange={(on) => put({ issuedOn: (on ?? '') as PlainDate })}
            label={t('duties.issued_on')}
          />
        </Labelled>
        <Field label={t('duties.issuer')} required maxLength={200} {...text('issuer')} />
        <Field label={t('duties.signer')} required maxLength={200} {...text('signer')} />
        <label className="field wide-field">
          {t('duties.summary')}
          <textarea className="note" rows={2} required maxLength={1000} {...text('summary')} />
        </label>
        <label className="field wide-field">
          {t('duties.legal_bases')}
          <textarea
            className="note"
            rows={2}
            value={content.legalBases.join('\n')}
            onChange={(event) => put({ legalBases: event.target.value.split('\n') })}
          />
          <small>{t('duties.one_a_line')}</small>
        </label>
        <PaperInput label={t('duties.paper_of')} file={file} onChange={setFile} />
      </div>
      <h2>{t('duties.events_title')}</h2>
      <p className="watermark">{t('duties.events_help')}</p>
      {content.events.map((event, at) => (
        <div key={event.key} className="row">
          <Field
            label={t('duties.event_label', { n: at + 1 })}
            value={event.label}
            maxLength={200}
            required
            onChange={({ target }) =>
              put({
                events: content.events.map((one) =>
                  one.key === event.key ? { ...one, label: target.value } : one,
                ),
              })
            }
          />
          <Button onClick={() => put({ events: content.events.filter(({ key }) => key !== event.key) })}>
            {t('duties.remove')}
          </Button>
        </div>
      ))}
      <div className="row">
        <Button
          onClick={() =>
            put({
              events: [
                ...content.events,
                {
                  key: keyOf(
                    'su-kien',
                    content.events.map(({ key }) => key),
                  ),
                  label: '',
                },
              ],
            })
          }
        >
          {t('duties.add_event')}
        </Button>
      </div>
      <h2>{t('duties.items_title')}</h2>
      {content.items.map((item, at) => (
        <ItemForm
          key={item.id}
          item={item}
          begun={given.items.some((one) => one.id === item.id && one.from <= place.date) && id !== null}
          events={content.events}
          parents={content.items.filter(({ form, id: other }) => form === 'below' && other !== item.id)}
          onChange={(next) => putItem(at, next)}
        />
      ))}
      <div className="row">
        <Button onClick={() => put({ items: [...content.items, newItem(content.items, place.date)] })}>
          {t('duties.add_item')}
        </Button>
      </div>
      {problem && <Refused problem={problem} />}
      <div className="actions main-action">
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {t(id === null ? 'duties.save_new' : 'duties.save_version')}
        </Button>
      </div>
    </form>
  );
}
