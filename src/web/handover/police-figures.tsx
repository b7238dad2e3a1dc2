import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, problemOf, send } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Refused } from '../ui/states.tsx';
import { BANDS, type Band, type BandFigures, type Handover, KINDS, sumOf } from './types.ts';

const signedDifference = (a: number, b: number): string =>
  a === b ? '0' : `${a > b ? '+' : '−'}${figure(Math.abs(a - b))}`;

/** The police's own figures by age group, beside what their lists give and what the commune's list says: differences in sight. */
export function PoliceFiguresPart({
  page,
  map,
  onSent,
}: {
  page: Handover;
  map: string;
  onSent: () => Promise<unknown>;
}) {
  const { t } = useTranslation();
  const { proposed, submitted } = page.police;
  const latest = submitted[0] ?? null;
  const [typed, setTyped] = useState<Partial<Record<Band, string>>>({});
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const list = Object.fromEntries(
    BANDS.map((band) => [band, KINDS.reduce((sum, kind) => sum + page.current.counts[kind][band], 0)]),
  ) as BandFigures;
  const textOf = (band: Band): string => typed[band] ?? String(proposed[band]);
  const entered = Object.fromEntries(BANDS.map((band) => [band, Number(textOf(band))])) as BandFigures;
  const sound = BANDS.every((band) => /^\d{1,8}$/.test(textOf(band).trim()));
  const shown = page.may.count ? (sound ? entered : null) : (latest?.entered ?? null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send('POST', '/handover/police-figures', {
        unit: page.unit.code,
        mapDate: map,
        date: page.date,
        entered,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
      setTyped({});
      setNote('');
    } catch (error) {
      setProblem(problemOf(error));
    }
    await onSent();
    setBusy(false);
  };
  const bands = BANDS.filter(
    (band) => band !== 'unknown' || proposed.unknown + list.unknown + (latest?.entered.unknown ?? 0) > 0,
  );
  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2>{t('handover.police')}</h2>
      <p className="quiet">{t(page.may.count ? 'handover.police_enter' : 'handover.police_lead')}</p>
      <ScrollBox label={t('handover.police')}>
        <table className="plain figures-entry">
          <thead>
            <tr>
              <th>{t('people.band')}</th>
              <th className="num">{t('handover.from_lists')}</th>
              <th className="num">{t('handover.entered')}</th>
              <th className="num">{t('handover.commune_list')}</th>
              <th className="num">{t('handover.apart')}</th>
            </tr>
          </thead>
          <tbody>
            {bands.map((band) => (
              <tr key={band}>
                <td>{t(`band.${band}`)}</td>
                <td className="num">{figure(proposed[band])}</td>
                <td className="num">
                  {page.may.count ? (
                    <input
                      aria-label={`${t('handover.entered')}: ${t(`band.${band}`)}`}
                      inputMode="numeric"
                      value={textOf(band)}
                      aria-invalid={!/^\d{1,8}$/.test(textOf(band).trim())}
                      onChange={(event) => setTyped({ ...typed, [band]: event.target.value })}
                    />
                  ) : (
                    figure(latest?.entered[band])
                  )}
                </td>
                <td className="num">{figure(list[band])}</td>
                <td className="num">{shown === null ? '–' : signedDifference(shown[band], list[band])}</td>
              </tr>
            ))}
            <tr className="sum">
              <td>{t('handover.total')}</td>
              <td className="num">{figure(sumOf(proposed))}</td>
              <td className="num">{shown === null ? '–' : figure(sumOf(shown))}</td>
              <td className="num">{figure(sumOf(list))}</td>
              <td className="num">{shown === null ? '–' : signedDifference(sumOf(shown), sumOf(list))}</td>
            </tr>
          </tbody>
        </table>
      </ScrollBox>
      {problem && <Refused problem={problem} />}
      {page.may.count && (
        <div className="row no-print">
          <label className="field wide-field">
            {t('handover.police_note')}
            <input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
          </label>
          <button type="submit" className="main-button" disabled={!sound || busy}>
            {t('handover.police_send')}
          </button>
        </div>
      )}
      {submitted.length > 0 && (
        <ul className="timeline">
          {submitted.map((one) => (
            <li key={one.id}>
              {t('handover.police_sent', {
                people: figure(sumOf(one.entered)),
                date: day(one.on),
                who: one.submittedBy,
                at: moment(one.submittedAt),
              })}
              {one.note === null ? '' : ` · ${one.note}`}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
