import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { birth, day, share } from '../app/format.ts';
import { Status } from '../ui/states.tsx';
import { Differing } from './differing.tsx';
import type { Evidence, SeenRow, Told } from './types.ts';

const MOST_ROWS = 3;
type Field = Readonly<{ key: string; of: (row: SeenRow) => string | null; evidence?: readonly string[] }>;

/** One row beside the rows of the person it looks like: field by field, differing letters marked, evidence told. */
export function ReviewCard({
  record,
  candidate,
  evidence,
}: {
  record: SeenRow;
  candidate: readonly SeenRow[];
  evidence: Evidence | null;
}) {
  const { t } = useTranslation();
  const fields: Field[] = [
    { key: 'name', of: (row) => row.name, evidence: ['name'] },
    { key: 'birth', of: (row) => (row.birth === null ? null : birth(row.birth)), evidence: ['birth'] },
    { key: 'sex', of: (row) => (row.sex === null ? null : t(`sex.${row.sex}`)), evidence: ['sex'] },
    {
      key: 'id',
      of: (row) => row.identifiers.map(({ kind, value }) => `${t(`id.${kind}`)} ${value}`).join('\n') || null,
      evidence: ['cccd', 'cmnd', 'passport', 'bhyt'],
    },
    { key: 'phone', of: (row) => row.phone, evidence: ['phone'] },
    { key: 'hamlet', of: (row) => row.hamlet, evidence: ['hamlet'] },
    { key: 'address', of: (row) => row.address, evidence: ['house'] },
    {
      key: 'household',
      of: (row) => [row.household, row.relation].filter(Boolean).join(' · ') || null,
    },
    {
      key: 'residence',
      of: (row) =>
        [
          row.residenceKind === null ? null : t(`residence.${row.residenceKind}`),
          row.whereabouts === null ? null : t(`whereabouts.${row.whereabouts}`),
          row.note,
        ]
          .filter(Boolean)
          .join(' · ') || null,
    },
    {
      key: 'doses',
      of: (row) =>
        row.doses
          ?.map(({ number, vaccineText, on }) =>
            [number === null ? null : t('review.dose', { number }), vaccineText, on === null ? null : day(on)]
              .filter(Boolean)
              .join(' '),
          )
          .join('\n') || null,
    },
  ];
  const rows = candidate.slice(0, MOST_ROWS);
  const shown = fields.filter(({ of }) => [record, ...rows].some((row) => of(row) !== null));
  return (
    <section className="scroll review-card" aria-label={t('review.pair')}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col" />
            <Column row={record} title={t('review.this_row')} />
            {rows.map((row, i) => (
              <Column key={row.recordId} row={row} title={t('review.known_as')} extra={i > 0} />
            ))}
            <th scope="col" className="wide">
              {t('review.evidence')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ key, of, evidence: sources }) => {
            const own = of(record);
            const words = evidence?.fields.filter(({ field }) => sources?.includes(field)) ?? [];
            return (
              <tr key={key}>
                <th scope="row">
                  {t(`review.field.${key}`)}
                  {words.map((one) => (
                    <span key={one.field} className="under">
                      <Words told={one} />
                    </span>
                  ))}
                </th>
                <Value text={own} against={rows[0] === undefined ? null : of(rows[0])} />
                {rows.map((row, i) => (
                  <Value key={row.recordId} text={of(row)} against={own} extra={i > 0} />
                ))}
                <td className="wide">
                  {words.map((one) => (
                    <div key={one.field}>
                      <Words told={one} />
                    </div>
                  ))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {evidence !== null && (
        <p className="quiet">
          {t('review.probability', { share: share(evidence.probability, 1) })}
          {evidence.reason === null ? '' : ` · ${evidence.reason}`}
        </p>
      )}
      {candidate.length > MOST_ROWS && (
        <p className="quiet">{t('review.more_rows', { n: candidate.length - MOST_ROWS })}</p>
      )}
    </section>
  );
}

function Words({ told: { text, bits } }: { told: Told }) {
  return <Status name={bits >= 2 ? 'for' : bits <= -2 ? 'against' : 'neutral'}>{text}</Status>;
}

/** `extra`: a further row of the same person, for which a phone has no room. */
function Column({ row, title, extra = false }: { row: SeenRow; title: string; extra?: boolean }) {
  const { t } = useTranslation();
  const place: ReactNode = row.own ? `${row.file} · ${row.sheet} · ${row.row}` : t('review.of_other');
  return (
    <th scope="col" className={extra ? 'wide' : ''}>
      {title}
      <small>
        {t(`source.${row.source}`)}, {row.unit.name}, {day(row.asOf)}
      </small>
      <small>{place}</small>
    </th>
  );
}

function Value({
  text,
  against,
  extra = false,
}: {
  text: string | null;
  against: string | null;
  extra?: boolean;
}) {
  return (
    <td className={`wrap letters${extra ? ' wide' : ''}`}>
      {text === null ? '–' : <Differing text={text} against={against} />}
    </td>
  );
}
