import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, type Problem, problemOf, send } from '../app/client.ts';
import { day } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Field } from '../ui/field.tsx';
import { DayInput } from '../ui/inputs.tsx';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Refused } from '../ui/states.tsx';
import { Labelled } from './labelled.tsx';
import type { Named } from './types.ts';

type FacilityRow = { unit: Named; name: string; openedOn: string; closedOn: string | null };
type Answer = { mayEdit: boolean; facilities: FacilityRow[] };

/** Facilities of the unit that owe reports, and from and to which day: before and after it nothing is missing. */
export function Facilities() {
  const { t } = useTranslation();
  const place = usePlace();
  const asked = { unit: place.unit, date: place.date };
  const answer = useQuery({
    queryKey: ['duties', 'facilities', asked],
    queryFn: () => get<Answer>('/duties/facilities', asked),
  }).data;
  if (answer === undefined || (answer.facilities.length === 0 && !answer.mayEdit)) return null;
  return (
    <>
      <h2>{t('duties.facilities')}</h2>
      <p className="watermark">{t('duties.facilities_help')}</p>
      {answer.facilities.length > 0 && (
        <ScrollBox label={t('duties.facilities')}>
          <table className="plain">
            <caption className="only-read">{t('duties.facilities')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('duties.facility')}</th>
                <th scope="col">{t('web.unit')}</th>
                <th scope="col">{t('duties.opened_on')}</th>
                <th scope="col">{t('duties.closed_on')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.facilities.map(({ unit, name, openedOn, closedOn }) => (
                <tr key={unit.code + name}>
                  <td>{name}</td>
                  <td>{unit.name}</td>
                  <td>{day(openedOn)}</td>
                  <td>{day(closedOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {answer.mayEdit && <FacilityForm />}
    </>
  );
}

/** States it anew; for a facility that is known, the newest statement holds. */
export function FacilityForm() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [openedOn, setOpenedOn] = useState<string | null>(place.date);
  const [closedOn, setClosedOn] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    setProblem(null);
    try {
      await send('PUT', '/duties/facilities', { unit: place.unit, name, openedOn, closedOn });
      setName('');
      await client.invalidateQueries({ queryKey: ['duties'] });
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <>
      {problem && <Refused problem={problem} />}
      <div className="item-form no-print">
        <Field
          label={t('duties.facility')}
          value={name}
          maxLength={200}
          onChange={({ target }) => setName(target.value)}
        />
        <Labelled label={t('duties.opened_on')}>
          <DayInput value={openedOn} onChange={setOpenedOn} label={t('duties.opened_on')} />
        </Labelled>
        <Labelled label={t('duties.closed_on')}>
          <DayInput value={closedOn} onChange={setClosedOn} label={t('duties.closed_on')} />
        </Labelled>
        <div className="row">
          <Button disabled={name.trim().length < 2 || openedOn === null} onClick={() => void save()}>
            {t('duties.save_facility')}
          </Button>
        </div>
      </div>
    </>
  );
}
