/** How many are due, by unit or hamlet, as a table on paper. */
import { dayOnPaper } from '../kernel/vietnam-time.ts';
import type { Paper } from '../papers/paper.ts';
import { type Language, sentence } from '../platform/messages.ts';
import { DUE_STATES, type DueGroup } from './contract.ts';
import type { DueFigures } from './describe-due.ts';

export function countsPaper(figures: DueFigures, on: string, language: Language): Paper {
  const t = (key: string, params: Record<string, unknown> = {}): string => sentence(language, key, params);
  const doses = figures.doses.map(({ kind, doseNo }) => ({
    kind,
    doseNo,
    name: t(`due.dose.${kind}`, { number: doseNo }),
  }));
  const called = t('due.waits');
  const row = (name: string, group: DueGroup) => [
    name,
    group.people,
    ...DUE_STATES.map((state) => group.counts[state]),
    ...doses.map(({ kind, doseNo }) => {
      const own = group.doses.find((one) => one.kind === kind && one.doseNo === doseNo);
      return own === undefined ? 0 : own.due + own.overdue;
    }),
  ];
  const nameOf = (group: DueGroup): string =>
    group.unit === 'unassigned'
      ? t('due.unassigned')
      : group.hamlet === undefined
        ? group.unitName
        : (group.hamlet ?? t('due.no_hamlet'));
  return {
    name: t('due.paper.sheet'),
    office: figures.unitName,
    title: t('due.paper.counts'),
    notes: [t('due.paper.on', { date: dayOnPaper(on) })],
    measure: t('due.paper.measure'),
    columns: [
      {
        heading: t(
          figures.groups.some(({ hamlet }) => hamlet !== undefined) ? 'due.column.hamlet' : 'due.column.unit',
        ),
        width: 24,
      },
      { heading: t('due.column.people'), width: 9, counts: true },
      ...DUE_STATES.map((state) => ({ heading: t(`due.state.${state}`), width: 9, counts: true })),
      ...doses.map(({ name }) => ({ heading: name, group: called, width: 9, counts: true })),
    ],
    rows: [row(figures.unitName, figures), ...figures.groups.map((group) => row(nameOf(group), group))],
    strong: new Set([0]),
    signer: t('report.made_by'),
    orientation: 'landscape',
  };
}
