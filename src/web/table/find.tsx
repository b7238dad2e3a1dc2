import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { dayInVietnam } from '../../kernel/vietnam-time.ts';
import type { RosterPerson } from '../../recording/contract.ts';
import { day, figure } from '../app/format.ts';
import { Icon } from '../ui/icon.tsx';
import { arrive, desk, useWork } from './at-table.ts';
import { readScanned } from './cccd-qr.ts';
import { nowIso } from './clock.ts';
import { beginWithCard, begunWith } from './new-person.ts';
import { Empty, Notice, PersonRow } from './parts.tsx';
import { goTo } from './place.ts';
import { stageOf, type Visit } from './session-state.ts';
import { ChosenVial } from './vials.tsx';
import { t } from './words.ts';

const Scanner = lazy(() => import('./scanner.tsx').then(({ Scanner }) => ({ default: Scanner })));

/** Reception: somebody is found by the code on the card or the invitation, or by name; or added in place. */
export function Find() {
  const { people, search, state, roster } = useWork();
  // Back from the wrong one of three namesakes, what was typed is still there.
  const [typed, setTyped] = useState<string>(() => history.state?.typed ?? '');
  const [scanning, setScanning] = useState(false);
  const [unknown, setUnknown] = useState<string | null>(null);
  const today = dayInVietnam(nowIso());
  const query = useDeferredValue(typed);
  const found = useMemo(() => search.find(query), [search, query]);
  const invited = useMemo(() => expectedNext(people, state.visits), [people, state]);

  const open = async (person: RosterPerson, by: 'qr' | 'invitation') => {
    await arrive(person.id, by);
    goTo('person', person.id);
  };
  const read = async (text: string) => {
    setScanning(false);
    const scanned = readScanned(text);
    setUnknown(null);
    if (scanned.kind === 'invitation') {
      const person = roster.people.find(
        ({ invitation }) => invitation?.code?.replaceAll('-', '').toUpperCase() === scanned.code,
      );
      return person === undefined
        ? setUnknown(t('table.invitation_unknown', { code: scanned.code }))
        : open(person, 'invitation');
    }
    if (scanned.kind === 'other') return setUnknown(t('table.code_unreadable'));
    const number = scanned.kind === 'card' ? scanned.card.number : scanned.number;
    const old = scanned.kind === 'card' ? scanned.card.oldNumber : null;
    const person =
      (await desk.findByNumber(number)) ?? (old === null ? undefined : await desk.findByNumber(old));
    if (person !== undefined) return open(person, 'qr');
    if (scanned.kind === 'number') return setUnknown(t('table.number_unknown'));
    // Not by number: maybe by name; else the card fills the form.
    beginWithCard(scanned.card);
    setTyped(scanned.card.name);
    setUnknown(t('table.card_unknown', { name: scanned.card.name }));
  };
  const submit = () => {
    // Also what a hand scanner types, and the code of a crumpled invitation.
    const code = typed.replace(/^[\d\s.]+$/, (digits) => digits.replace(/[\s.]/g, ''));
    if (readScanned(code).kind !== 'other') void read(code);
    else if (found.people.length === 1) goTo('person', found.people[0]!.id);
  };

  return (
    <>
      <form
        className="find"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <input
          type="search"
          aria-label={t('table.find')}
          placeholder={t('table.find_example')}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setUnknown(null);
          }}
        />
        <button
          type="button"
          className="square filled"
          onClick={() => setScanning(true)}
          aria-label={t('table.scan')}
        >
          <Icon name="scan" />
        </button>
      </form>
      <ChosenVial />
      {roster.session.on !== today && (
        <Notice
          tone="warn"
          title={t('table.other_day', { session: day(roster.session.on), today: day(today) })}
        />
      )}
      {unknown !== null && (
        <Notice tone="warn" title={unknown}>
          <p>{t('table.unknown_help')}</p>
        </Notice>
      )}
      {query.trim() === '' ? (
        <section>
          <h2>{t('table.expected_next')}</h2>
          {invited.length === 0 ? (
            <Empty>{t('table.nobody_expected', { count: figure(search.size) })}</Empty>
          ) : (
            <ul className="people">
              {invited.map((person) => (
                <PersonRow
                  key={person.id}
                  person={person}
                  visit={undefined}
                  end={
                    person.invitation?.from == null ? undefined : (
                      <span className="quiet">{person.invitation.from}</span>
                    )
                  }
                />
              ))}
            </ul>
          )}
        </section>
      ) : (
        <section aria-live="polite">
          <p className="quiet small">{t('table.found', { count: figure(found.total) })}</p>
          <ul className="people" onClickCapture={() => history.replaceState({ typed }, '')}>
            {found.people.map((person) => (
              <PersonRow key={person.id} person={person} visit={state.visits.get(person.id)} />
            ))}
          </ul>
          <button
            type="button"
            className="plain"
            style={{ width: '100%', marginTop: 14 }}
            onClick={() => {
              begunWith(typed);
              goTo('add');
            }}
          >
            <Icon name="add" />
            {t('table.add_person')}
          </button>
        </section>
      )}
      {scanning && (
        <Suspense fallback={null}>
          <Scanner read={(text) => void read(text)} close={() => setScanning(false)} />
        </Suspense>
      )}
    </>
  );
}

const SHOWN = 20;

/** Invited people who have not come yet, in the order of their hours. */
function expectedNext(
  people: ReadonlyMap<string, RosterPerson>,
  visits: ReadonlyMap<string, Visit>,
): RosterPerson[] {
  return [...people.values()]
    .filter(({ id, invitation }) => invitation !== null && stageOf(visits.get(id)) === 'none')
    .sort((a, b) => ((a.invitation?.from ?? '') < (b.invitation?.from ?? '') ? -1 : 1))
    .slice(0, SHOWN);
}
