import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BookAnswer } from '../../stock/contract.ts';
import { apiUrl } from '../app/base.ts';
import { type Problem, problemOf, upload } from '../app/client.ts';
import { figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { FileDrop } from '../ui/file-drop.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { Loading, Notice, Refused, Status } from '../ui/states.tsx';
import { StockTabs } from './stock-tabs.tsx';

/** A station's stock book as a workbook: read at once, posted, handed back with what there is to look at. */
export function BookPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const [busy, setBusy] = useState(false);
  const [book, setBook] = useState<BookAnswer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    setBook(null);
    setProblem(null);
    const form = new FormData();
    form.set('unit', place.unit);
    form.append('file', file, file.name);
    try {
      setBook(await upload<BookAnswer>('/stock/books', form));
      await client.invalidateQueries({ queryKey: ['stock'] });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{t('stock.book')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('stock.book_lead')}
      </p>
      <StockTabs />
      <FileDrop
        label={t('stock.drop')}
        help={t('stock.drop_help')}
        accept=".xlsx,.xls,.csv,.tsv,.txt"
        onFiles={([file]) => void take(file)}
      />
      {busy && <Loading />}
      {problem && <Refused problem={problem} />}
      {book && (
        <section aria-live="polite">
          <Notice
            tone="ok"
            action={
              <a className="plain-button" href={apiUrl(`/stock/books/${book.importId}/returned`)} download>
                {t('imports.returned')}
              </a>
            }
          >
            <b>{book.facility}</b>{' '}
            {t('stock.book_done', {
              rows: figure(book.rowsRead),
              posted: figure(book.movementsPosted),
              known: figure(book.movements - book.movementsPosted),
              reversed: figure(book.movementsReversed),
            })}
          </Notice>
          {book.findings.length > 0 && (
            <>
              <h2>{t('stock.look_at', { n: figure(book.findings.length) })}</h2>
              <ul className="duties">
                {book.findings.map(({ sheet, row, column, code, severity, message }) => (
                  <li key={`${sheet}|${row}|${column}|${code}|${message}`}>
                    <Status name={severity}>{t(`stock.severity.${severity}`)}</Status>
                    <span className="what">
                      <b>{message}</b>
                      <span>
                        {sheet} · {column ?? ''}
                        {row}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      )}
    </>
  );
}
