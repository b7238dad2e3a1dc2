import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { useUnit } from '../ui/inputs.tsx';
import { Empty, Failed, Loading, Notice } from '../ui/states.tsx';
import { BasisFacts } from './basis.tsx';
import { CountsTable } from './counts-table.tsx';
import { DifferenceTable } from './difference.tsx';
import './handover.css';
import { Overview } from './overview.tsx';
import { PoliceFiguresPart } from './police-figures.tsx';
import { SignForm } from './sign-form.tsx';
import { SignedCard } from './signed-card.tsx';
import type { Handover } from './types.ts';

/** The list of everybody who lives in a commune: as it stands, as it was signed, and what lies between (dispatch 9035, 2.2). */
export function HandoverPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  if (unit.isLoading) return <Loading />;
  return (
    <>
      <h1>{t('handover.title')}</h1>
      {unit.data?.leaf ? <CommuneList /> : <Overview />}
    </>
  );
}

function CommuneList() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const prints = useMe().data!.actions.includes('list.print');
  const [showing, setShowing] = useState(false);
  const asked = { unit: place.unit, mapDate: place.map, date: place.date };
  const query = useQuery({
    queryKey: ['handover', asked],
    queryFn: () => get<Handover>('/handover', asked),
  });
  const refresh = () => client.invalidateQueries({ queryKey: ['handover'] });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const page = query.data;
  const { current, signed, difference, may } = page;
  const changes = difference === null ? 0 : difference.added + difference.left + difference.changed;
  if (current.people === 0 && signed === null)
    return (
      <Empty title={t('handover.nobody')}>
        <p>{t('handover.nobody_help')}</p>
      </Empty>
    );
  return (
    <>
      <p className="lead">
        {t('handover.stands', { people: figure(current.people), unit: page.unit.name, date: day(page.date) })}
      </p>
      {signed === null ? (
        <Notice tone="wait">{t(may.sign ? 'handover.unsigned' : 'handover.unsigned_other')}</Notice>
      ) : (
        <SignedCard list={signed} intact={signed.intact} receive={may.receive} onReceived={refresh} />
      )}
      {signed !== null && changes > 0 && (
        <Notice
          tone="warn"
          action={
            may.names && (
              <button type="button" className="plain-button small" onClick={() => setShowing(!showing)}>
                {t(showing ? 'handover.hide' : 'handover.show')}
              </button>
            )
          }
        >
          {t('handover.changed_since', {
            version: signed.version,
            added: figure(difference!.added),
            left: figure(difference!.left),
            changed: figure(difference!.changed),
          })}
        </Notice>
      )}
      {signed !== null && showing && <DifferenceTable id={signed.id} date={page.date} />}
      <h2>{t('handover.counts')}</h2>
      <CountsTable counts={current.counts} />
      {prints && (
        <p className="row no-print">
          <Link className="plain-button small" to="/handover/lists" search={true}>
            {t('handover.paper')}
          </Link>
        </p>
      )}
      <h2>{t('handover.basis')}</h2>
      <BasisFacts basis={current.basis} />
      {may.sign && <SignForm page={page} map={place.map} onSigned={refresh} />}
      <PoliceFiguresPart page={page} map={place.map} onSent={refresh} />
      {page.lists.length > 1 && (
        <>
          <h2>{t('handover.earlier')}</h2>
          <ul className="timeline">
            {page.lists.slice(1).map((list) => (
              <li key={list.id}>
                <Link to="/handover/$id" params={{ id: list.id }} search={true}>
                  {t('handover.version', { version: list.version })}
                </Link>{' '}
                · {t('handover.people_on', { people: figure(list.people), date: day(list.on) })} ·{' '}
                {list.signedBy} · {moment(list.signedAt)}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
