import { useTranslation } from 'react-i18next';
import type { Coverage } from '../app/api-types.ts';
import { day, figure, moment, share } from '../app/format.ts';
import { PeopleLink } from './people-link.tsx';
import { tally } from './tally.ts';

/** The four figures a leader asks for first, each of a stated whole and open to its people. */
export function Summary({ data }: { data: Coverage }) {
  const { t } = useTranslation();
  const actual = tally(data.rows, 'actual');
  const known = actual.residents > 0;
  const of = (part: number): string =>
    t('coverage.of_whole', { share: share(part, actual.residents), whole: figure(actual.residents) });
  return (
    <div className="figures">
      <div>
        <b>{known ? <PeopleLink figure={actual.residents} kind="actual" /> : '–'}</b>
        <span>
          {known
            ? t('coverage.actual_of', {
                permanent: figure(tally(data.rows, 'permanent').residents),
                temporary: figure(tally(data.rows, 'temporary').residents),
              })
            : t('coverage.no_list')}
        </span>
      </div>
      {(
        [
          ['dose1', '1'],
          ['full', 'full'],
          ['none', 'none'],
        ] as const
      ).map(([name, doses]) => (
        <div key={name}>
          <b>{known ? <PeopleLink figure={actual[name]} kind="actual" doses={doses} /> : '–'}</b>
          <span>
            {t(`coverage.${name}`)}
            {known ? ` · ${of(actual[name])}` : ''}
          </span>
        </div>
      ))}
    </div>
  );
}

/** How complete and how fresh the figures are; and the map they are told on. */
export function Watermark({ data }: { data: Coverage }) {
  const { t } = useTranslation();
  const { completeness, mapStatus } = data;
  return (
    <p className="watermark">
      {t('coverage.watermark', {
        done: figure(completeness.communesWithData),
        all: figure(completeness.communes),
        files: figure(completeness.files),
        asOf: day(completeness.asOf),
        changed: moment(completeness.lastChangedAt),
        review: figure(completeness.rowsInReview),
      })}
      {mapStatus === 'known' ? '' : ` · ${t(`map.${mapStatus}`)}`}
    </p>
  );
}
