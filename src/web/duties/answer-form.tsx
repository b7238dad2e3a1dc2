import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fields } from '../../duties/contract.ts';
import { checkAnswer } from '../../duties/rules.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { typedCount } from '../population/count-input.tsx';
import { FindingList } from '../population/finding-list.tsx';
import { Refused } from '../ui/states.tsx';
import { AnnexFigures } from './annex-figures.tsx';
import { DailyFields } from './daily-fields.tsx';
import { fieldWords } from './field-words.ts';
import { LotFields } from './lot-fields.tsx';
import { PaperInput, storePaper } from './paper-input.tsx';
import { SevereFields } from './severe-fields.tsx';
import { StockFields } from './stock-fields.tsx';
import type { DutyAnswer, Proposal, Version } from './types.ts';

/** Answers that may say that nothing happened. */
const MAY_BE_ZERO: readonly string[] = ['daily_vaccination', 'stock'];

/** The form of a duty of our own: its figures or text, papers beside it, and zero with its reason. */
export function AnswerForm({
  duty,
  standing,
  proposal,
  onSent,
}: {
  duty: DutyAnswer;
  standing: Version | undefined;
  proposal: Proposal;
  onSent: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      Object.entries(standing?.figures ?? proposal.figures).map(([field, n]) => [field, String(n)]),
    ),
  );
  const [fields, setFields] = useState<Fields>(standing?.fields ?? proposal.fields);
  const [text, setText] = useState(standing?.text ?? '');
  const [zero, setZero] = useState(standing?.zeroReason != null);
  const [reason, setReason] = useState(standing?.zeroReason ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [signature, setSignature] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const figures = Object.fromEntries(
    Object.entries(texts).flatMap(([field, typed]) => {
      const n = typedCount(typed);
      return n === null ? [] : [[field, n]];
    }),
  );
  const findings = checkAnswer(duty.form, figures, duty.counted, duty.before, zero);
  const save = async (sending: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', `/duties/${encodeURIComponent(duty.key)}/answers`, {
        figures: zero || duty.form === 'annex' || duty.form === 'free_text' ? {} : figures,
        fields: zero ? {} : fields,
        text: text.trim() === '' ? null : text.trim(),
        zeroReason: zero ? reason.trim() : null,
        file: await storePaper(file),
        signature: await storePaper(signature),
        send: sending,
      });
      await onSent();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(true);
  };
  const change = (field: string, typed: string) => setTexts((before) => ({ ...before, [field]: typed }));
  return (
    <form className="answer" onSubmit={submit}>
      <h2>{t(standing === undefined ? 'duties.answer' : 'duties.answer_again')}</h2>
      {MAY_BE_ZERO.includes(duty.form) && (
        <fieldset>
          <legend>{t(`duties.happened.${duty.form}`)}</legend>
          <div className="choices">
            {([false, true] as const).map((none) => (
              <label key={String(none)} className="choice">
                <input type="radio" name="zero" checked={zero === none} onChange={() => setZero(none)} />
                <b>{t(`duties.${none ? 'zero' : 'some'}.${duty.form}`)}</b>
                <small>{t(none ? 'duties.zero_help' : 'duties.some_help')}</small>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {zero ? (
        <label className="field">
          {t('duties.zero_reason')}
          <input
            className="count"
            style={{ textAlign: 'left', maxWidth: 520 }}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      ) : duty.form === 'daily_vaccination' ? (
        <>
          {standing === undefined && Object.keys(proposal.figures).length > 0 && (
            <p className="watermark">{t('duties.proposed')}</p>
          )}
          <DailyFields texts={texts} counted={duty.counted} findings={findings} onChange={change} />
          <LotFields texts={texts} products={duty.products} onChange={change} />
        </>
      ) : duty.form === 'stock' ? (
        <StockFields duty={duty} texts={texts} findings={findings} onChange={change} />
      ) : duty.form === 'severe_event' ? (
        <SevereFields
          duty={duty}
          proposed={standing === undefined}
          fields={fields}
          texts={texts}
          onField={(field, word) => setFields((before) => ({ ...before, [field]: word }))}
          onFigure={change}
        />
      ) : (
        duty.form === 'annex' && <AnnexFigures figures={duty.counted} />
      )}
      {(duty.form === 'free_text' || duty.form === 'annex' || !zero) && (
        <label className="field wide-field">
          {t(duty.form === 'free_text' ? 'duties.text' : 'duties.note')}
          <textarea
            className="note"
            rows={duty.form === 'free_text' ? 8 : 2}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      )}
      <div className="papers">
        <PaperInput label={t('duties.paper')} file={file} onChange={setFile} />
        <PaperInput
          label={t('duties.signature')}
          help={t('duties.signature_help')}
          accept=".p7s,.sig,.asc,.p7m"
          file={signature}
          onChange={setSignature}
        />
      </div>
      {findings.length > 0 && (
        <FindingList
          quiet=""
          findings={findings.map((finding) => ({
            ...finding,
            where: `${fieldWords(t, finding.field, duty.products)}:`,
          }))}
        />
      )}
      <p className="watermark">
        {t('duties.rests_on', { files: figure(duty.basis.lists), review: figure(duty.basis.rowsInReview) })}
      </p>
      {problem && <Refused problem={problem} />}
      <div className="actions main-action">
        <Button type="primary" size="large" htmlType="submit" loading={busy}>
          {t(zero ? 'duties.send_zero' : 'duties.send')}
        </Button>
        {!zero && (
          <Button size="large" loading={busy} onClick={() => void save(false)}>
            {t('duties.save_draft')}
          </Button>
        )}
      </div>
    </form>
  );
}
