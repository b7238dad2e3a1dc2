import { useTranslation } from 'react-i18next';
import { SESSION_STATES, type SessionFigures } from '../../campaigns/contract.ts';
import { vaccinesOf } from '../../campaigns/rules.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';

export const NO_FILTER = { text: '', vaccine: '', state: '' };
type Filter = typeof NO_FILTER;

/** By name of the facility, site or commune without accents, vaccine and state. */
export const passes = (session: SessionFigures, { text, vaccine, state }: Filter): boolean =>
  (vaccine === '' || vaccinesOf(session).includes(vaccine)) &&
  (state === '' || session.state === state) &&
  foldText(`${session.facility} ${session.site ?? ''} ${session.unitName}`).includes(foldText(text.trim()));

/** Narrows a week of many sessions; a handful needs none. */
export function SessionFilter({
  sessions,
  value,
  onChange,
}: {
  sessions: readonly SessionFigures[];
  value: Filter;
  onChange: (value: Filter) => void;
}) {
  const { t } = useTranslation();
  if (sessions.length < 4) return null;
  const select = (
    name: 'vaccine' | 'state',
    label: string,
    options: readonly string[],
    words: (one: string) => string,
  ) => (
    <label className="field">
      {label}
      <select value={value[name]} onChange={({ target }) => onChange({ ...value, [name]: target.value })}>
        <option value="">{t('due.filter.all')}</option>
        {options.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <search className="tools no-print">
      <label className="field">
        {t('campaigns.filter_place')}
        <input
          type="search"
          value={value.text}
          onChange={({ target }) => onChange({ ...value, text: target.value })}
        />
      </label>
      {select('vaccine', t('campaigns.filter_vaccine'), [...new Set(sessions.flatMap(vaccinesOf))], (code) =>
        t(`product.${code}`),
      )}
      {select(
        'state',
        t('campaigns.site_state'),
        SESSION_STATES.filter((state) => sessions.some((session) => session.state === state)),
        (state) => t(`campaigns.state.${state}`),
      )}
    </search>
  );
}
