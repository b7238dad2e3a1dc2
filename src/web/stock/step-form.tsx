import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockItem } from '../../stock/contract.ts';
import type { TransferAnswer, TransferLine, TransferStep } from '../../stock/transfers/contract.ts';
import { type Problem, problemOf, send } from '../app/client.ts';
import { Field } from '../ui/field.tsx';
import { Refused } from '../ui/states.tsx';
import { LinesInput } from './lines-input.tsx';
import { useStock } from './use-stock.ts';

/** The next step of a transfer: send what was asked for, or say what came of what was sent. */
export function StepForm({ transfer, items }: { transfer: TransferAnswer; items: readonly StockItem[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const rows = useStock().data?.rows.filter(({ facility }) => facility === transfer.from.facility) ?? [];
  const next = transfer.may.find((step) => step === 'sent' || step === 'received') ?? null;
  const others = transfer.may.filter((step) => step !== next);
  const last = transfer.steps.at(-1)!.lines;
  const [lines, setLines] = useState<TransferLine[] | null>(null);
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const begin = () =>
    setLines(
      last.map((line) => ({
        ...line,
        // What expires first goes first.
        lot:
          line.lot ??
          rows
            .filter(({ item, balance }) => item === line.item && balance > 0)
            .toSorted((a, b) => ((a.expiresOn ?? '9') < (b.expiresOn ?? '9') ? -1 : 1))[0]?.lot ??
          '',
      })),
    );
  const take = async (step: TransferStep, some: readonly TransferLine[]) => {
    setProblem(null);
    try {
      await send('POST', `/stock/transfers/${transfer.id}/steps`, { step, lines: some, note: note || null });
      setLines(null);
      await client.invalidateQueries({ queryKey: ['stock'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  if (lines === null || next === null)
    return (
      <div className="actions">
        {problem && <Refused problem={problem} />}
        {next !== null && (
          <button type="button" className="main-button" onClick={begin}>
            {t(`stock.take.${next}`)}
          </button>
        )}
        {others.map((step) => (
          <button key={step} type="button" className="plain-button" onClick={() => void take(step, [])}>
            {t(`stock.take.${step}`)}
          </button>
        ))}
      </div>
    );
  return (
    <form
      className="decision"
      onSubmit={(event) => {
        event.preventDefault();
        void take(
          next,
          lines.filter(({ lot }) => lot !== ''),
        );
      }}
    >
      <p>{t(`stock.take_help.${next}`)}</p>
      {problem && <Refused problem={problem} />}
      <LinesInput
        lines={lines}
        items={items}
        rows={rows}
        withLot
        fixed={next === 'received' ? last.length : 0}
        onChange={setLines}
      />
      <Field
        label={t('stock.note')}
        value={note}
        maxLength={300}
        onChange={({ target }) => setNote(target.value)}
      />
      <div className="actions">
        <button type="submit" className="main-button">
          {t(`stock.take.${next}`)}
        </button>
        <button type="button" className="plain-button" onClick={() => setLines(null)}>
          {t('web.cancel')}
        </button>
      </div>
    </form>
  );
}
