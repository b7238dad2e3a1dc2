import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldText } from '../../kernel/vietnamese-text.ts';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { FocalForm, type FocalRow } from './focal-form.tsx';
import { FocalLine } from './focal-line.tsx';
import './urging.css';

/** Whom to telephone in each unit; those allowed correct it in place. */
export function FocalsPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const [typed, setTyped] = useState('');
  const [missing, setMissing] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['focals', place.unit, place.date],
    queryFn: () => get<{ focals: FocalRow[] }>('/focals', { unit: place.unit, date: place.date }),
  });
  const all = query.data?.focals ?? [];
  const without = all.filter(({ focal }) => focal === null).length;
  const words = foldText(typed);
  const rows = all.filter(
    ({ unitName, facility, focal }) =>
      (!missing || focal === null) &&
      foldText(`${unitName} ${facility ?? ''} ${focal?.name ?? ''} ${focal?.phone ?? ''}`).includes(words),
  );
  return (
    <>
      <h1>{t('focals.title')}</h1>
      <p className="lead">{t('focals.lead')}</p>
      {query.isLoading ? (
        <Loading />
      ) : query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : (
        <>
          <div className="tools focal-tools">
            {all.length > 5 && (
              <label className="field wide-field">
                {t('focals.search')}
                <input type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
              </label>
            )}
            <label className="tick">
              <input
                type="checkbox"
                checked={missing}
                onChange={(event) => setMissing(event.target.checked)}
              />
              {t('focals.only_missing', { n: figure(without) })}
            </label>
          </div>
          {rows.length === 0 ? (
            <Empty title={t('focals.nothing')} />
          ) : (
            <ScrollBox tall className="chase" label={t('focals.title')}>
              <table className="plain">
                <thead>
                  <tr>
                    <th scope="col">{t('web.unit')}</th>
                    <th scope="col" className="wide">
                      {t('focals.focal')}
                    </th>
                    <th scope="col" className="wide">
                      {t('focals.since')}
                    </th>
                    <th scope="col">
                      <span className="only-read">{t('focals.edit')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => {
                    const key = `${row.unit} ${row.facility ?? ''}`;
                    return editing === key ? (
                      <tr key={key}>
                        <td colSpan={4}>
                          <FocalForm
                            row={row}
                            onCancel={() => setEditing(null)}
                            onDone={async () => {
                              await query.refetch();
                              setEditing(null);
                            }}
                          />
                        </td>
                      </tr>
                    ) : (
                      <tr key={key}>
                        <td>
                          <b>{row.facility ?? row.unitName}</b>
                          <span className="quiet parent">
                            {row.facility === null ? row.parentName : row.unitName}
                          </span>
                          <span className="under">
                            <FocalLine focal={row.focal} />
                          </span>
                        </td>
                        <td className="wide">
                          <FocalLine focal={row.focal} />
                        </td>
                        <td className="wide">{day(row.recordedAt)}</td>
                        <td>
                          <button
                            type="button"
                            className="plain-button"
                            aria-label={t('focals.edit_of', { who: row.facility ?? row.unitName })}
                            onClick={() => setEditing(key)}
                          >
                            {t(row.focal === null ? 'focals.name_one' : 'focals.edit')}
                          </button>
                        </td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </ScrollBox>
          )}
        </>
      )}
    </>
  );
}
