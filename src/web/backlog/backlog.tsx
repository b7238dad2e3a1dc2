import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { figure, moment } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { useUnit } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';
import './backlog.css';
import type { SheetSummary } from './types.ts';

/** Paper registers of a unit: those being typed, and opening another. */
export function BacklogPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useUnit(place.unit, place.map);
  const question = useQuery({
    queryKey: ['backlog', 'of', place.unit],
    queryFn: () => get<{ sheets: SheetSummary[]; places: string[] }>('/backlog', { unit: place.unit }),
  });
  if (question.isLoading) return <Loading />;
  if (question.error || !question.data)
    return <Failed error={question.error} again={() => void question.refetch()} />;
  const { sheets, places } = question.data;
  return (
    <>
      <h1>{t('backlog.title')}</h1>
      <p className="lead">
        {unit.data?.fullName} · {t('backlog.lead')}
      </p>
      <OpenSheet key={place.unit} unit={place.unit} places={places} />
      {sheets.length === 0 ? (
        <Empty title={t('backlog.none')}>
          <p>{t('backlog.none_help')}</p>
        </Empty>
      ) : (
        <ScrollBox label={t('backlog.sheets')}>
          <table className="plain">
            <caption className="only-read">{t('backlog.sheets')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('backlog.sheet_title')}</th>
                <th scope="col">{t('backlog.facility')}</th>
                <th scope="col" className="num">
                  {t('backlog.rows')}
                </th>
                <th scope="col" className="num">
                  {t('backlog.rows_filed')}
                </th>
                <th scope="col">{t('backlog.opened_by')}</th>
                <th scope="col">{t('backlog.changed_at')}</th>
              </tr>
            </thead>
            <tbody>
              {sheets.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to="/backlog/$id" params={{ id: one.id }} search={true as never}>
                      {one.title}
                    </Link>
                  </td>
                  <td>{one.facility}</td>
                  <td className="num">{figure(one.rows)}</td>
                  <td className="num">{figure(one.filed)}</td>
                  <td>{one.openedBy}</td>
                  <td>{moment(one.changedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </>
  );
}

function OpenSheet({ unit, places }: { unit: string; places: readonly string[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useId();
  const [facility, setFacility] = useState(places.length === 1 ? places[0]! : '');
  const [title, setTitle] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const { id } = await send<{ id: string }>('POST', '/backlog', { unit, facility, title });
      await navigate({ to: '/backlog/$id', params: { id }, search: true as never });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <form className="open-sheet" onSubmit={(event) => void open(event)}>
      <Field
        label={t('backlog.facility')}
        help={t('backlog.facility_help')}
        list={list}
        required
        minLength={2}
        maxLength={200}
        value={facility}
        onChange={(event) => setFacility(event.target.value)}
      />
      <datalist id={list}>
        {places.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field
        label={t('backlog.sheet_title')}
        help={t('backlog.sheet_title_help')}
        required
        minLength={2}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <button type="submit" className="main-button">
        {t('backlog.open')}
      </button>
      {problem && <Refused problem={problem} />}
    </form>
  );
}
