import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { figure } from '../app/format.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Notice } from '../ui/states.tsx';
import { DayName } from './sessions.tsx';
import type { LeftOutSession } from './types.ts';

/** Sessions that have no place in the campaign any more, and what shall become of them: told before anything is saved. */
export function LeftOut({
  sessions,
  cancel,
  onCancel,
}: {
  sessions: readonly LeftOutSession[];
  cancel: boolean;
  onCancel: (cancel: boolean) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const invited = sessions.reduce((sum, one) => sum + one.invited, 0);
  return (
    <section aria-live="polite">
      <Notice tone="warn">
        {t('campaigns.left_out', { sessions: figure(sessions.length), invited: figure(invited) })}
      </Notice>
      <ScrollBox label={t('campaigns.left_out_list')} tall>
        <table className="plain">
          <caption className="only-read">{t('campaigns.left_out_list')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('campaigns.of.day')}</th>
              <th scope="col">{t('campaigns.of.place')}</th>
              <th scope="col">{t('campaigns.left_out_why')}</th>
              <th scope="col" className="num">
                {t('campaigns.figure.invited')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((one) => (
              <tr key={one.id}>
                <td className="days">
                  <Link to="/sessions/$id" params={{ id: one.id }} search={true as never}>
                    <DayName on={one.on} /> {one.from}–{one.to}
                  </Link>
                </td>
                <td>{one.site ?? one.facility}</td>
                <td>{t(`campaigns.left_out_because.${one.why}`)}</td>
                <td className="num">{figure(one.invited)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <fieldset className="choices">
        <legend>{t('campaigns.left_out_then')}</legend>
        {[false, true].map((one) => (
          <label key={String(one)}>
            <input type="radio" name={id} checked={cancel === one} onChange={() => onCancel(one)} />
            {t(one ? 'campaigns.left_out_cancel' : 'campaigns.left_out_keep')}
          </label>
        ))}
      </fieldset>
    </section>
  );
}
