import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import catalogue from '../../../db/reference/vaccines.json' with { type: 'json' };
import type { PlannedVaccine, SessionLot } from '../../campaigns/contract.ts';
import { proposeLots, vaccinesOf } from '../../campaigns/rules.ts';
import { get } from '../app/client.ts';
import { day, figure } from '../app/format.ts';

/** Which vaccines a session gives, from which lots of its facility, and how many doses of each; lots may be left for the day. */
export function PlannedVaccines({
  place: { unit, facility },
  on,
  session,
  capacity,
  value,
  onChange,
}: {
  place: Readonly<{ unit: string; facility: string }>;
  on: string;
  session?: string;
  capacity: number;
  value: readonly PlannedVaccine[];
  onChange: (value: readonly PlannedVaccine[]) => void;
}) {
  const { t } = useTranslation();
  const asked = { unit, facility, date: on, session };
  const lots =
    useQuery({
      queryKey: ['sessions', 'lots', asked],
      queryFn: () => get<{ lots: SessionLot[] }>('/session-lots', asked),
      placeholderData: (before) => before,
    }).data?.lots ?? [];
  const chosen = vaccinesOf({ vaccines: value });
  const free = (vaccine: string): number =>
    lots
      .filter((one) => one.vaccine === vaccine && one.hindrance === null)
      .reduce((sum, { balance, planned }) => sum + Math.max(0, balance - planned), 0);
  const promised = value.reduce((sum, { doses }) => sum + (doses ?? 0), 0);
  const others = catalogue.vaccines
    .map(({ code, name }) => ({ code, name, free: free(code) }))
    .filter(({ code }) => !chosen.includes(code))
    .sort((a, b) => b.free - a.free);
  const add = (vaccine: string) => {
    const missing = capacity - promised;
    onChange([...value, ...proposeLots(vaccine, lots, missing > 0 ? missing : capacity)]);
  };
  return (
    <fieldset className="choices planned-vaccines">
      <legend>{t('campaigns.vaccine')}</legend>
      {chosen.map((vaccine) => (
        <LotsOfVaccine
          key={vaccine}
          vaccine={vaccine}
          lots={lots.filter((one) => one.vaccine === vaccine)}
          value={value.filter((one) => one.vaccine === vaccine)}
          onChange={(own) =>
            onChange(
              chosen.flatMap((code) =>
                code === vaccine ? own : value.filter((one) => one.vaccine === code),
              ),
            )
          }
        />
      ))}
      <select aria-label={t('campaigns.add_vaccine')} value="" onChange={({ target }) => add(target.value)}>
        <option value="">
          {t(chosen.length === 0 ? 'campaigns.vaccine_any_add' : 'campaigns.add_vaccine')}
        </option>
        {others.map(({ code, name, free: doses }) => (
          <option key={code} value={code}>
            {name}
            {doses > 0 && ` · ${t('campaigns.lot_free', { doses: figure(doses) })}`}
          </option>
        ))}
      </select>
      <small className="quiet">{t('campaigns.vaccine_help')}</small>
    </fieldset>
  );
}

/** The lots of one vaccine, the first to expire first; last those that cannot be used, with the reason. An empty `onChange` takes the vaccine out. */
function LotsOfVaccine({
  vaccine,
  lots,
  value,
  onChange,
}: {
  vaccine: string;
  lots: readonly SessionLot[];
  value: readonly PlannedVaccine[];
  onChange: (value: readonly PlannedVaccine[]) => void;
}) {
  const { t } = useTranslation();
  const planned = value.filter(({ lot }) => lot !== null);
  const rows = [
    ...lots.filter(
      ({ hindrance, lot }) => hindrance !== 'none_left' || planned.some((one) => one.lot === lot),
    ),
    // Planned before, and not in the store any more.
    ...planned
      .filter(({ lot }) => !lots.some((one) => one.lot === lot))
      .map(
        ({ lot }): SessionLot => ({
          ...{ vaccine, lot: lot!, expiresOn: null, dosesPerVial: null, balance: 0, planned: 0 },
          hindrance: 'none_left',
        }),
      ),
  ].sort((a, b) => Number(a.hindrance !== null) - Number(b.hindrance !== null));
  const put = (own: readonly PlannedVaccine[]) =>
    onChange(own.length > 0 ? own : [{ vaccine, lot: null, doses: null }]);
  const toggle = ({ lot, balance, planned: elsewhere }: SessionLot) =>
    put(
      planned.some((one) => one.lot === lot)
        ? planned.filter((one) => one.lot !== lot)
        : rows.flatMap((row) =>
            row.lot === lot
              ? [{ vaccine, lot, doses: Math.max(1, balance - elsewhere) }]
              : planned.filter((one) => one.lot === row.lot),
          ),
    );
  return (
    <div className="vaccine-lots">
      <div className="row">
        <b>{t(`product.${vaccine}`)}</b>
        <button type="button" className="plain-button small" onClick={() => onChange([])}>
          {t('campaigns.remove')}
        </button>
      </div>
      {rows.length === 0 && <p className="quiet">{t('campaigns.no_lots')}</p>}
      {rows.map((row) => {
        const own = planned.find(({ lot }) => lot === row.lot);
        const over = own !== undefined && (own.doses ?? 0) > row.balance - row.planned;
        return (
          <div key={row.lot} className="lot-line">
            <label>
              <input
                type="checkbox"
                checked={own !== undefined}
                disabled={own === undefined && row.hindrance !== null}
                onChange={() => toggle(row)}
              />
              <span>
                {row.lot}
                <small>
                  {[
                    row.expiresOn === null ? null : t('campaigns.lot_expires', { on: day(row.expiresOn) }),
                    row.hindrance === null
                      ? t('campaigns.lot_has', { doses: figure(row.balance) })
                      : t(`campaigns.lot_hindrance.${row.hindrance}`),
                    row.planned > 0 ? t('campaigns.lot_planned', { doses: figure(row.planned) }) : null,
                  ]
                    .filter((part) => part !== null)
                    .join(' · ')}
                </small>
              </span>
            </label>
            {own !== undefined && (
              <input
                type="number"
                inputMode="numeric"
                min={1}
                max={100_000}
                required
                aria-label={t('campaigns.doses_of_lot', { lot: row.lot })}
                aria-invalid={over}
                title={over ? t('campaigns.lot_over') : undefined}
                value={own.doses ?? ''}
                onChange={({ target }) =>
                  put(
                    planned.map((one) =>
                      one === own
                        ? { ...one, doses: target.value === '' ? null : Number(target.value) }
                        : one,
                    ),
                  )
                }
              />
            )}
            {over && <small className="wrong">{t('campaigns.lot_over')}</small>}
          </div>
        );
      })}
    </div>
  );
}
