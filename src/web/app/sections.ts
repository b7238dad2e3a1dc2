/** What people do in the product, and which of it an account may do. */
import type { IconName } from '../ui/icon.tsx';
import type { Me } from './api-types.ts';

export type Section = Readonly<{
  to: string;
  /** The heading under which it stands in the office; phones have no room for it. */
  group: 'people' | 'stock' | 'reconciliation' | 'reports' | 'administration' | 'help' | null;
  label: string;
  short: string;
  icon: IconName;
  /** Any of these opens the section; none: everybody's. */
  actions: readonly string[];
  /** An application of its own: the browser goes there. */
  apart?: true;
}>;

/** What people do, never tables. */
const SECTIONS: readonly Section[] = [
  { to: '/', group: null, label: 'nav.home', short: 'nav.short.home', icon: 'home', actions: [] },
  {
    to: '/table',
    group: null,
    label: 'nav.table',
    short: 'nav.short.table',
    icon: 'vial',
    actions: ['dose.record'],
    apart: true,
  },
  {
    to: '/people',
    group: 'people',
    label: 'nav.people',
    short: 'nav.short.people',
    icon: 'people',
    actions: ['person.search'],
  },
  {
    to: '/due',
    group: 'people',
    label: 'nav.due',
    short: 'nav.short.due',
    icon: 'syringe',
    actions: ['coverage.view'],
  },
  {
    to: '/dose-review',
    group: 'people',
    label: 'nav.dose_review',
    short: 'nav.short.dose_review',
    icon: 'check',
    actions: ['dose.record'],
  },
  {
    to: '/sessions',
    group: 'people',
    label: 'nav.sessions',
    short: 'nav.short.sessions',
    icon: 'calendar',
    actions: ['coverage.view'],
  },
  {
    to: '/imports',
    group: 'people',
    label: 'nav.imports',
    short: 'nav.short.imports',
    icon: 'upload',
    actions: ['list.import', 'list.view'],
  },
  {
    to: '/backlog',
    group: 'people',
    label: 'nav.backlog',
    short: 'nav.short.backlog',
    icon: 'register',
    actions: ['backlog.enter'],
  },
  {
    to: '/absences',
    group: 'people',
    label: 'nav.absences',
    short: 'nav.short.absences',
    icon: 'absent',
    actions: ['list.settle'],
  },
  {
    to: '/stock',
    group: 'stock',
    label: 'nav.stock',
    short: 'nav.short.stock',
    icon: 'store',
    actions: ['stock.view'],
  },
  {
    to: '/reconciliation',
    group: 'reconciliation',
    label: 'nav.reconciliation',
    short: 'nav.short.reconciliation',
    icon: 'match',
    actions: ['list.view'],
  },
  {
    to: '/verification',
    group: 'reconciliation',
    label: 'nav.verification',
    short: 'nav.short.verification',
    icon: 'check',
    actions: ['verification.view', 'verification.outdated'],
  },
  {
    to: '/moves',
    group: 'reconciliation',
    label: 'nav.moves',
    short: 'nav.short.moves',
    icon: 'move',
    actions: ['list.settle'],
  },
  {
    to: '/handover',
    group: 'reconciliation',
    label: 'nav.handover',
    short: 'nav.short.handover',
    icon: 'sign',
    actions: ['handover.view'],
  },
  {
    to: '/duties',
    group: 'reports',
    label: 'nav.duties',
    short: 'nav.short.duties',
    icon: 'duties',
    actions: ['duty.view'],
  },
  {
    to: '/gaps',
    group: 'reports',
    label: 'nav.gaps',
    short: 'nav.short.gaps',
    icon: 'agree',
    actions: ['gap.view'],
  },
  {
    to: '/population',
    group: 'reports',
    label: 'nav.population',
    short: 'nav.short.population',
    icon: 'census',
    actions: ['population.view'],
  },
  {
    to: '/coverage',
    group: 'reports',
    label: 'nav.coverage',
    short: 'nav.short.coverage',
    icon: 'chart',
    actions: ['coverage.view'],
  },
  {
    to: '/annex',
    group: 'reports',
    label: 'nav.annex',
    short: 'nav.short.annex',
    icon: 'file',
    actions: ['coverage.view'],
  },
  {
    to: '/chase',
    group: 'reports',
    label: 'nav.chase',
    short: 'nav.short.chase',
    icon: 'phone',
    actions: ['chase.view'],
  },
  {
    to: '/focals',
    group: 'administration',
    label: 'nav.focals',
    short: 'nav.short.focals',
    icon: 'contact',
    actions: ['focal.edit'],
  },
  {
    to: '/reminders',
    group: 'administration',
    label: 'nav.reminders',
    short: 'nav.short.reminders',
    icon: 'bell',
    actions: ['urging.rule', 'delivery.view'],
  },
  {
    to: '/schedules',
    group: 'administration',
    label: 'nav.schedules',
    short: 'nav.short.schedules',
    icon: 'book',
    actions: ['schedule.edit'],
  },
  {
    to: '/accounts',
    group: 'administration',
    label: 'nav.accounts',
    short: 'nav.short.accounts',
    icon: 'key',
    actions: ['account.manage', 'account.lend'],
  },
  {
    to: '/audit',
    group: 'administration',
    label: 'nav.audit',
    short: 'nav.short.audit',
    icon: 'log',
    actions: ['audit.view'],
  },
  {
    to: '/help',
    group: 'help',
    label: 'nav.help',
    short: 'nav.short.help',
    icon: 'book',
    actions: [],
  },
  {
    to: '/questions',
    group: 'help',
    label: 'nav.questions',
    short: 'nav.short.questions',
    icon: 'ask',
    actions: ['question.ask'],
  },
  {
    to: '/training',
    group: 'help',
    label: 'nav.training',
    short: 'nav.short.training',
    icon: 'practise',
    actions: ['training.practise'],
  },
];

export const sectionsOf = (me: Me): readonly Section[] =>
  SECTIONS.filter(({ actions }) => actions.length === 0 || actions.some((one) => me.actions.includes(one)));

/** The section that a path belongs to; undefined for a path of none. */
export const sectionOf = (path: string): Section | undefined =>
  SECTIONS.find(({ to }) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)));
