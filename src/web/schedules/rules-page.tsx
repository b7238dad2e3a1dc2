import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedVersion, SchedulePage } from '../../due/contract.ts';
import { RULE_KINDS } from '../../schedules/contract.ts';
import { get } from '../app/client.ts';
import { day, figure, moment } from '../app/format.ts';
import { useMe, usePlace } from '../app/place.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { Failed, Loading, Notice, Status } from '../ui/states.tsx';
import { blankRule } from './blank-rule.ts';
import { type Chosen, RuleForm } from './rule-form.tsx';
import { demandWords, subjectWords } from './rule-words.ts';
import './schedules.css';

/** The rules of the schedule in force, with the document of each; those who may change one do it here. */
export function RulesPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const client = useQueryClient();
  const mayEdit = useMe().data!.actions.includes('schedule.edit');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [done, setDone] = useState(false);
  const asked = { unit: place.unit, date: place.date };
  const query = useQuery({
    queryKey: ['schedules', asked],
    queryFn: () => get<SchedulePage>('/schedules', asked),
    // While doses are judged anew the progress is shown.
    refetchInterval: ({ state }) =>
      state.data?.versions.some(({ review }) => review.finishedAt === null) ? 2_000 : false,
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const page = query.data;
  const documents = new Map(page.documents.map((one) => [one.id, one]));
  const choose = (next: Chosen) => {
    setDone(false);
    setChosen(next);
    scrollTo({ top: 0 });
  };
  const adopted = async () => {
    setChosen(null);
    setDone(true);
    scrollTo({ top: 0 });
    await client.invalidateQueries({ queryKey: ['schedules'] });
    await client.invalidateQueries({ queryKey: ['due'] });
  };
  return (
    <>
      <p className="no-print">
        <Link to="/due" search={true}>
          ← {t('due.title')}
        </Link>
      </p>
      <h1>{t('rules.title')}</h1>
      <p className="lead">
        {page.unitName} · {t('rules.in_force', { date: day(page.date) })}
      </p>
      {done && <Notice tone="ok">{t('rules.adopted')}</Notice>}
      {chosen !== null && (
        <RuleForm
          key={`${chosen.added} ${subjectWords(chosen.kind, chosen.rule, t)}`}
          chosen={chosen}
          page={page}
          onDone={adopted}
          onCancel={() => setChosen(null)}
        />
      )}
      {page.versions.length > 0 && <Versions versions={page.versions} />}
      {RULE_KINDS.filter((kind) => mayEdit || page.rules[kind].length > 0).map((kind) => (
        <section key={kind}>
          <div className="part-head">
            <h2>{t(`rules.kind.${kind}`)}</h2>
            {mayEdit && blankRule(kind, page) !== null && (
              <button
                type="button"
                className="link-button no-print"
                aria-label={`${t('rules.add')}: ${t(`rules.kind.${kind}`)}`}
                onClick={() => choose({ kind, rule: blankRule(kind, page)!, added: true })}
              >
                {t('rules.add')}
              </button>
            )}
          </div>
          <ScrollBox label={t(`rules.kind.${kind}`)}>
            <table className="plain rules">
              <thead>
                <tr>
                  <th>{t('rules.subject')}</th>
                  <th>{t('rules.demands')}</th>
                  <th>{t('rules.since')}</th>
                  <th>{t('rules.document')}</th>
                  {mayEdit && <th className="no-print">{t('rules.change')}</th>}
                </tr>
              </thead>
              <tbody>
                {page.rules[kind].map((rule) => {
                  const document = documents.get(rule.document);
                  const subject = subjectWords(kind, rule, t);
                  return (
                    <tr key={subject}>
                      <td>{subject}</td>
                      <td>{demandWords(rule, t)}</td>
                      <td>{day(rule.from)}</td>
                      <td title={document?.title}>
                        {document?.number ?? rule.document}
                        {document?.confirmed === false && (
                          <span className="under-name">{t('rules.unconfirmed')}</span>
                        )}
                      </td>
                      {mayEdit && (
                        <td className="no-print">
                          <button
                            type="button"
                            className="link-button"
                            aria-label={`${t('rules.change')}: ${subject}`}
                            onClick={() => {
                              choose({ kind, rule, added: false });
                            }}
                          >
                            {t('rules.change')}
                          </button>
                        </td>
                      )}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </ScrollBox>
        </section>
      ))}
    </>
  );
}

/** What was adopted, newest first; nothing is overwritten, so this is the history. */
function Versions({ versions }: { versions: readonly ListedVersion[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('rules.versions')}</h2>
      <ScrollBox label={t('rules.versions')}>
        <table className="plain rules">
          <thead>
            <tr>
              <th>{t('rules.document')}</th>
              <th>{t('rules.what')}</th>
              <th>{t('rules.since')}</th>
              <th>{t('rules.for')}</th>
              <th>{t('rules.by')}</th>
              <th>{t('rules.review')}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr key={version.id}>
                <td>
                  {version.number}
                  <span className="under-name">
                    {day(version.issuedOn)} · {version.title}
                  </span>
                </td>
                <td>
                  {RULE_KINDS.flatMap((kind) =>
                    version.rules[kind].map((rule) => (
                      <span key={subjectWords(kind, rule, t)} className="rule-line">
                        {subjectWords(kind, rule, t)}: {demandWords(rule, t)}
                      </span>
                    )),
                  )}
                </td>
                <td>{day(version.from)}</td>
                <td>{version.unitName ?? t('rules.country')}</td>
                <td>
                  {version.adoptedBy}
                  <span className="under-name">{moment(version.adoptedAt)}</span>
                </td>
                <td>
                  <Status name={version.review.finishedAt === null ? 'waiting' : 'committed'}>
                    {t('rules.reviewed', {
                      done: figure(version.review.done),
                      people: figure(version.review.people),
                      changed: figure(version.review.changed),
                    })}
                  </Status>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}
