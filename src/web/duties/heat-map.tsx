import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Completeness, percentReceived } from '../../duties/rules.ts';
import { day, figure, share } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import type { Progress, ProgressRow } from './types.ts';

/** The steps of the ramp; the last is for everything received. */
const STEPS = 5;
const step = (counts: Completeness): number => {
  const percent = percentReceived(counts)!;
  return percent === 100 ? STEPS : Math.floor((percent / 100) * STEPS);
};

/** Units down, days across; a cell says received of expected, by colour and by number. Worst first, or by name. */
export function HeatMap({ progress }: { progress: Progress }) {
  const { t } = useTranslation();
  const [sort, setSort] = useState<'code' | 'missing'>('missing');
  const days = progress.days.filter((on) => progress.byDay[on] !== undefined);
  const rows =
    sort === 'code'
      ? progress.rows
      : progress.rows.toSorted(
          (a, b) =>
            b.total.missing + b.total.returned - (a.total.missing + a.total.returned) ||
            (a.unit.code < b.unit.code ? -1 : 1),
        );
  const head = (name: 'code' | 'missing', label: string, className: string) => (
    <th
      scope="col"
      className={className}
      aria-sort={sort === name ? (name === 'code' ? 'ascending' : 'descending') : undefined}
    >
      <button type="button" className="sort" onClick={() => setSort(name)}>
        {label}
        <span aria-hidden="true">{sort === name ? (name === 'code' ? ' ▲' : ' ▼') : ''}</span>
      </button>
    </th>
  );
  return (
    <>
      <Legend />
      <ScrollBox tall label={t('duties.calendar')}>
        <table className="plain heat">
          <caption className="only-read">{t('duties.calendar')}</caption>
          <thead>
            <tr>
              {head('code', t('web.unit'), '')}
              {head('missing', t('duties.missing_short'), 'num')}
              <th scope="col" className="num">
                {t('duties.received_short')}
              </th>
              {days.map((on) => (
                <th key={on} scope="col" className="day">
                  {day(on).slice(0, 5)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line
              name={t('coverage.total')}
              total={progress.total}
              days={days}
              byDay={progress.byDay}
              className="total"
              unit={null}
            />
            {rows.map((row) => (
              <Line
                key={row.unit.code}
                name={<Name row={row} own={progress.unit.code} />}
                total={row.total}
                days={days}
                byDay={row.days}
                unit={row.unit.code}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  );
}

function Name({ row: { unit }, own }: { row: ProgressRow; own: string }) {
  return unit.code === own ? (
    unit.name
  ) : (
    <Link to="/duties/progress" search={((before: object) => ({ ...before, unit: unit.code })) as never}>
      {unit.name}
    </Link>
  );
}

function Line({
  name,
  total,
  days,
  byDay,
  unit,
  className = '',
}: {
  name: React.ReactNode;
  total: Completeness;
  days: readonly string[];
  byDay: Readonly<Record<string, Completeness>>;
  unit: string | null;
  className?: string;
}) {
  return (
    <tr className={className}>
      <td>{name}</td>
      <td className="num">{figure(total.missing + total.returned)}</td>
      <td className="num">{share(total.received, total.expected - total.waiting)}</td>
      {days.map((on) => (
        <Cell key={on} counts={byDay[on]} on={on} unit={unit} />
      ))}
    </tr>
  );
}

/** A number for many duties, a sign for one; both say in words what they mean. */
function Cell({ counts, on, unit }: { counts: Completeness | undefined; on: string; unit: string | null }) {
  const { t } = useTranslation();
  if (counts === undefined || counts.expected === 0) return <td className="heat-cell none" />;
  // Nothing is amiss and something is yet to come: no colour says how that will end.
  const waiting = counts.missing + counts.returned === 0 && counts.waiting > 0;
  const words = t('duties.cell', {
    day: day(on),
    received: figure(counts.received),
    expected: figure(counts.expected),
    late: figure(counts.late),
    missing: figure(counts.missing + counts.returned),
  });
  const text =
    counts.expected > 1
      ? `${figure(counts.received)}/${figure(counts.expected)}`
      : counts.zero > 0
        ? '0'
        : counts.received > 0
          ? counts.late > 0
            ? '◔'
            : '✓'
          : counts.returned > 0
            ? '↩'
            : counts.missing > 0
              ? '✕'
              : '…';
  const look = `heat-cell ${waiting ? 'waits' : `s${step(counts)}`}`;
  return (
    <td className={look} title={words}>
      {unit === null ? (
        <span>{text}</span>
      ) : (
        <Link
          to="/duties"
          search={
            ((before: object) => ({ ...before, unit, date: on, item: undefined, state: 'all' })) as never
          }
          aria-label={words}
        >
          {text}
        </Link>
      )}
    </td>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <p className="heat-legend watermark">
      {t('duties.legend')}
      <span className="heat-cell s0">0 %</span>
      {[1, 2, 3, 4].map((one) => (
        <span key={one} className={`heat-cell s${one}`}>
          {one * 20} %
        </span>
      ))}
      <span className="heat-cell s5">100 %</span>
      <span className="heat-cell waits">{t('duties.not_due')}</span> {t('duties.legend_signs')}
    </p>
  );
}
