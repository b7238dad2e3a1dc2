import { type FormEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { RosterPerson } from '../../recording/contract.ts';
import { day } from '../app/format.ts';
import { desk, record, useWork } from './at-table.ts';
import { nowIso } from './clock.ts';
import { readTyped, type Typed } from './described.ts';
import { newId } from './new-id.ts';
import { theBeginning } from './new-person.ts';
import { Back, Field, Notice, OneOf, PersonRow } from './parts.tsx';
import { replaceBy } from './place.ts';
import { type Similar, similarAmong } from './similar.ts';
import { t } from './words.ts';

/** Somebody on no list is added in place; who may be the same person is shown while the name is typed. */
export function AddPerson() {
  const { people, state, roster } = useWork();
  const [typed, setTyped] = useState<Typed>(() => blank(roster.session.unit, people));
  const [shown, setShown] = useState(false);
  const [sameNumber, setSameNumber] = useState<RosterPerson | null>(null);
  const today = dayInVietnam(nowIso());
  const read = readTyped(typed, today);
  const [ask, setAsk] = useState<ReturnType<typeof similarAmong>>(() => () => []);
  useEffect(() => {
    // The form stands first; reading thousands of names takes a slow phone a second.
    const timer = setTimeout(() => setAsk(() => similarAmong(people.values())), 100);
    return () => clearTimeout(timer);
  }, [people]);
  const described = useDeferredValue(read.person);
  const similar = useMemo(
    () => (described.name.includes(' ') && described.birth !== null ? ask(described) : []),
    [ask, described],
  );
  const hamlets = useMemo(
    () =>
      [...new Set([...people.values()].flatMap(({ hamlet }) => hamlet ?? []))].sort(
        new Intl.Collator('vi', { numeric: true }).compare,
      ),
    [people],
  );
  const field = (name: Exclude<keyof Typed, 'sex'>) => ({
    name,
    value: typed[name],
    autoComplete: 'off',
    wrong: shown && read.wrong[name] !== undefined ? t(`table.wrong.${read.wrong[name]}`) : null,
    onChange: (event: { target: HTMLInputElement }) => setTyped({ ...typed, [name]: event.target.value }),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setShown(true);
    if (Object.keys(read.wrong).length > 0) return;
    const number = read.person.identifiers[0]?.value;
    const known = number === undefined ? undefined : await desk.findByNumber(number);
    if (known !== undefined) return setSameNumber(known);
    const personId = newId();
    await record('person_added', { personId, ...read.person, notSame: similar.map(({ id }) => id) });
    await record('arrived', { personId, by: 'added' });
    replaceBy('person', personId);
  };
  return (
    <div className="screen">
      <Back title={t('table.add_person')} />
      <main className="body">
        <form className="form" onSubmit={submit} noValidate>
          <Field label={t('table.name')} autoCapitalize="words" spellCheck={false} {...field('name')} />
          <Field
            label={t('table.birth')}
            help={t('table.birth_help')}
            inputMode="numeric"
            {...field('birth')}
          />
          <OneOf
            legend={t('table.sex')}
            options={['F', 'M'] as const}
            words={(sex) => t(`table.sex.${sex}`)}
            value={typed.sex}
            choose={(sex) => setTyped({ ...typed, sex })}
          />
          <Alike similar={similar} people={people} visits={state.visits} />
          <Field label={t('table.number')} inputMode="numeric" {...field('number')} />
          {read.odd.map((code) => (
            <Notice key={code} tone="warn" title={t(`table.odd.${code}`)} />
          ))}
          <Field label={t('table.phone')} type="tel" {...field('phone')} />
          <Field label={t('table.hamlet')} list="hamlets" {...field('hamlet')} />
          <datalist id="hamlets">
            {hamlets.map((hamlet) => (
              <option key={hamlet} value={hamlet} />
            ))}
          </datalist>
          <Field label={t('table.address')} {...field('address')} />
          {sameNumber !== null && (
            <Notice tone="bad" title={t('table.same_number')}>
              <ul className="people">
                <PersonRow person={sameNumber} visit={state.visits.get(sameNumber.id)} />
              </ul>
            </Notice>
          )}
          <div className="actions">
            <button type="submit" className="go">
              {similar.length > 0 ? t('table.add_anyway') : t('table.add')}
            </button>
          </div>
        </form>
      </main>
    </div>
  );
}

type Alikes = {
  similar: readonly Similar[];
  people: ReadonlyMap<string, RosterPerson>;
  visits: ReturnType<typeof useWork>['state']['visits'];
};

const Alike = ({ similar, people, visits }: Alikes) =>
  similar.length === 0 ? null : (
    <Notice
      tone="warn"
      title={t(similar.some(({ same }) => same) ? 'table.surely_known' : 'table.maybe_known')}
    >
      <ul className="people">
        {similar.map(({ id }) => {
          const person = people.get(id);
          return person && <PersonRow key={id} person={person} visit={visits.get(id)} />;
        })}
      </ul>
    </Notice>
  );

/** The commune where most people of the roster live, where the session's own unit is none of theirs. */
function communeOf(unit: string, people: ReadonlyMap<string, RosterPerson>): string {
  const counts = new Map<string, number>();
  for (const person of people.values()) counts.set(person.unit, (counts.get(person.unit) ?? 0) + 1);
  if (counts.has(unit)) return unit;
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? unit;
}

function blank(unit: string, people: ReadonlyMap<string, RosterPerson>): Typed {
  const { card, name } = theBeginning();
  return {
    name,
    birth: card?.birth == null ? '' : day(card.birth),
    sex: card?.sex ?? null,
    number: card?.number ?? '',
    phone: '',
    unit: communeOf(unit, people),
    hamlet: '',
    address: card?.address ?? '',
  };
}
