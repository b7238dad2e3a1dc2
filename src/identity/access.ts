/**
 * The one place that decides who may do what: role × action × unit scope × fields. Denied unless the table says yes.
 * Pure; the tables of roles follow mission.md ("Who uses it") and dispatch 9035.
 */
export const ROLES = [
  'commune-clerk',
  'commune-police',
  'health-station',
  // Ban Chỉ đạo phòng chống dịch cấp xã: receives the signed list (dispatch 9035, item 2.2).
  'commune-committee',
  'facility',
  'district-health',
  'district-committee',
  'province-health',
  'information-department',
  'province-leader',
  'ministry',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

export const ACTIONS = [
  'list.import',
  // Paper registers of doses typed in: those who may know of doses.
  'backlog.enter',
  'list.view',
  'list.settle',
  'person.search',
  'person.view',
  'person.reveal',
  'coverage.view',
  'coverage.export',
  'person.export',
  'population.view',
  'population.report',
  'population.check',
  'account.manage',
  'account.lend',
  'audit.view',
  'identity.verify',
  'verification.view',
  'verification.outdated',
  'handover.view',
  'list.sign',
  'list.receive',
  'list.count',
  'list.print',
  'duty.view',
  'duty.answer',
  'duty.check',
  'directive.edit',
  // Doses declared, people named, doses used.
  'gap.view',
  'gap.settle',
  'question.ask',
  'question.answer',
  // Urging and helping (dispatch 9035, items 4.1 and 4.2).
  'chase.view',
  'chase.log',
  'support.answer',
  'focal.edit',
  'urging.rule',
  'delivery.view',
  'schedule.edit',
  'training.practise',
  'training.oversee',
  // Campaigns, sessions and invitations.
  'session.plan',
  // The injection table.
  'dose.record',
  // Vaccine and supplies (dispatch 9035, items 1.1 and 2.1).
  'stock.view',
  'stock.post',
  'stock.recall',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Groups of fields of a person that a role may see; `health`: what screenings found of him, and why he got no dose. */
export type FieldGroup = 'identity' | 'residence' | 'doses' | 'health';

type Rule = Readonly<{ actions: readonly Action[]; fields: readonly FieldGroup[] }>;

const NAMES: readonly Action[] = [
  'list.view',
  'person.search',
  'person.view',
  'person.reveal',
  'coverage.view',
  'coverage.export',
  'person.export',
  'population.view',
  'duty.view',
  'gap.view',
  'stock.view',
];
const FIGURES: readonly Action[] = [
  'coverage.view',
  'coverage.export',
  'population.view',
  'duty.view',
  'gap.view',
  'stock.view',
];

/** What is right about people (9438/BYT-CNTT), and the list that is handed over (dispatch 9035, item 2.2). */
const RECONCILED: readonly Action[] = [
  'verification.view',
  'verification.outdated',
  'handover.view',
  'list.print',
];

const RULES: Readonly<Record<Role, Rule>> = {
  'commune-clerk': {
    actions: [
      ...NAMES,
      ...RECONCILED,
      'list.sign',
      'list.import',
      'backlog.enter',
      'gap.settle',
      'list.settle',
      'population.report',
      'account.lend',
      'duty.answer',
      'focal.edit',
    ],
    fields: ['identity', 'residence', 'doses'],
  },
  // Police vouch for identity and residence; whether somebody is vaccinated is not theirs to know.
  'commune-police': {
    actions: [
      'list.import',
      'list.view',
      'list.settle',
      'person.search',
      'person.view',
      'person.reveal',
      'account.lend',
      'identity.verify',
      'verification.view',
      'handover.view',
      'list.count',
      'list.print',
      'duty.view',
      'duty.answer',
      'focal.edit',
    ],
    fields: ['identity', 'residence'],
  },
  'commune-committee': {
    actions: [...FIGURES, 'handover.view', 'list.receive'],
    fields: ['identity', 'residence'],
  },
  'health-station': {
    actions: [
      ...NAMES,
      ...RECONCILED,
      'list.receive',
      'session.plan',
      'dose.record',
      'list.import',
      'backlog.enter',
      'gap.settle',
      'list.settle',
      'account.lend',
      'duty.answer',
      'focal.edit',
      'stock.post',
    ],
    fields: ['identity', 'residence', 'doses', 'health'],
  },
  facility: {
    actions: [
      'session.plan',
      'dose.record',
      'list.import',
      'backlog.enter',
      'gap.settle',
      'list.view',
      'person.search',
      'person.view',
      'coverage.view',
      'verification.outdated',
      'duty.view',
      'gap.view',
      'duty.answer',
      'focal.edit',
      'stock.view',
      'stock.post',
    ],
    fields: ['identity', 'residence', 'doses', 'health'],
  },
  'district-health': {
    actions: [
      ...NAMES,
      ...RECONCILED,
      'list.receive',
      'session.plan',
      'dose.record',
      'list.import',
      'backlog.enter',
      'gap.settle',
      'list.settle',
      'population.report',
      'population.check',
      'account.lend',
      'duty.answer',
      'duty.check',
      'chase.view',
      'chase.log',
      'support.answer',
      'focal.edit',
      'stock.post',
    ],
    fields: ['identity', 'residence', 'doses', 'health'],
  },
  'district-committee': {
    actions: [
      ...FIGURES,
      'list.view',
      'population.report',
      'population.check',
      'account.lend',
      'handover.view',
      'duty.answer',
      'duty.check',
      'directive.edit',
      'chase.view',
      'chase.log',
      'focal.edit',
    ],
    fields: [],
  },
  'province-health': {
    actions: [
      ...NAMES,
      ...RECONCILED,
      'session.plan',
      'list.import',
      'backlog.enter',
      'gap.settle',
      'list.settle',
      'population.report',
      'population.check',
      'account.lend',
      'duty.answer',
      'duty.check',
      'directive.edit',
      'chase.view',
      'chase.log',
      'support.answer',
      'focal.edit',
      'schedule.edit',
      'stock.post',
      'stock.recall',
    ],
    fields: ['identity', 'residence', 'doses', 'health'],
  },
  // The focal point that receives guidance, trains and helps (dispatch 9035, items 4.1 and 4.2).
  'information-department': {
    actions: [
      ...FIGURES,
      'duty.answer',
      'directive.edit',
      'question.answer',
      'chase.view',
      'chase.log',
      'support.answer',
      'focal.edit',
      'urging.rule',
      'training.oversee',
    ],
    fields: [],
  },
  'province-leader': { actions: [...FIGURES, 'chase.view'], fields: [] },
  // Rules of the schedule come from the ministry's documents; a province adopts them, or its own.
  ministry: { actions: [...FIGURES, 'schedule.edit'], fields: [] },
  auditor: { actions: [...FIGURES, 'audit.view'], fields: [] },
  administrator: {
    actions: ['account.manage', 'account.lend', 'audit.view', 'focal.edit', 'urging.rule', 'delivery.view'],
    fields: [],
  },
};

/** What anybody may do who has any work here. */
const EVERYBODY: readonly Action[] = ['question.ask', 'training.practise'];

const allows = (role: Role, action: Action): boolean =>
  EVERYBODY.includes(action) || RULES[role].actions.includes(action);

/**
 * What a role may lend for a time within its own units: districts send staff to the communes (dispatch 9035 item
 * 2.3), others lend their own work. Nobody lends more than he oversees.
 */
const LENDS: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  'commune-clerk': ['commune-clerk'],
  'commune-police': ['commune-police'],
  'health-station': ['health-station'],
  'district-health': ['health-station', 'district-health'],
  'district-committee': ['commune-clerk'],
  'province-health': ['health-station', 'district-health', 'province-health'],
  administrator: ['commune-clerk', 'commune-police', 'health-station', 'facility', 'district-health'],
};

export type Grant = Readonly<{
  role: Role;
  unitId: number;
  facility: string | null;
  onBehalfOf: string | null;
  validFrom: string;
  validTo: string | null;
}>;
export type Principal = Readonly<{ accountId: string; username: string; grants: readonly Grant[] }>;

/** Says whether a unit lies within another, over maps and time. */
export type Containment = (unitId: number, scopeUnitId: number) => boolean;

// A grant for a facility that names none would reach everybody of its unit: it grants nothing.
const holds = (grant: Grant, at: string): boolean =>
  grant.validFrom <= at &&
  (grant.validTo === null || at < grant.validTo) &&
  (grant.role !== 'facility' || grant.facility !== null);

/** The grants by which the principal may do this to this unit now; empty: denied. */
export function grantsFor(
  principal: Principal,
  action: Action,
  unitId: number,
  within: Containment,
  at = new Date().toISOString(),
): readonly Grant[] {
  return principal.grants.filter(
    (grant) => holds(grant, at) && allows(grant.role, action) && within(unitId, grant.unitId),
  );
}

export const can = (
  principal: Principal,
  action: Action,
  unitId: number,
  within: Containment,
  at?: string,
): boolean => grantsFor(principal, action, unitId, within, at).length > 0;

/**
 * Whose people and lists the principal reaches in this unit: null for everybody's, else those of these facilities only.
 * A facility knows the people it injected and the lists it brought, not its whole district.
 */
export function facilitiesFor(
  principal: Principal,
  action: Action,
  unitId: number,
  within: Containment,
  at?: string,
): readonly string[] | null {
  const grants = grantsFor(principal, action, unitId, within, at);
  return grants.some(({ role }) => role !== 'facility')
    ? null
    : grants.flatMap(({ facility }) => facility ?? []);
}

/** Roles that the principal may lend in this unit. A right that was itself lent, or ends, is not lent on. */
export function lendableRoles(
  principal: Principal,
  unitId: number,
  within: Containment,
  at?: string,
): ReadonlySet<Role> {
  return new Set(
    grantsFor(principal, 'account.lend', unitId, within, at)
      .filter(({ onBehalfOf, validTo }) => onBehalfOf === null && validTo === null)
      .flatMap(({ role }) => LENDS[role] ?? []),
  );
}

/** Whether the action is the principal's anywhere: for menus and for questions without a unit. */
export const canSomewhere = (principal: Principal, action: Action, at = new Date().toISOString()): boolean =>
  principal.grants.some((grant) => holds(grant, at) && allows(grant.role, action));

/** Field groups of a person of this unit that the principal may see through the action. */
export function fieldsFor(
  principal: Principal,
  action: Action,
  unitId: number,
  within: Containment,
  at?: string,
): ReadonlySet<FieldGroup> {
  return new Set(grantsFor(principal, action, unitId, within, at).flatMap(({ role }) => RULES[role].fields));
}

/** Roles that see names need a second factor. */
export const seesNames = (principal: Principal): boolean =>
  principal.grants.some(({ role }) => RULES[role].fields.length > 0);

const COMMUNE_ROLES: readonly Role[] = [
  'commune-clerk',
  'commune-police',
  'health-station',
  'commune-committee',
];
const PROVINCE_ROLES: readonly Role[] = [
  'province-health',
  'information-department',
  'province-leader',
  'ministry',
];

/** Whether a role has its seat at this level: an administrator of a commune makes no Health Department of it. */
export const roleFits = (role: Role, level: 1 | 2 | 3, hasCommunes: boolean): boolean =>
  COMMUNE_ROLES.includes(role) ? !hasCommunes : PROVINCE_ROLES.includes(role) ? level === 1 : true;

export const actionsOf = (principal: Principal, at = new Date().toISOString()): readonly Action[] =>
  ACTIONS.filter((action) => canSomewhere(principal, action, at));

/** "022082112248" → "022••••••248": enough to tell two people apart, not enough to use. */
export const mask = (value: string | null): string | null =>
  value === null
    ? null
    : value.length <= 6
      ? '•'.repeat(value.length)
      : `${value.slice(0, 3)}${'•'.repeat(value.length - 6)}${value.slice(-3)}`;

/** Digits of identity and phone numbers within free cells, hidden but for their ends; dates stay. */
export const maskDigits = (text: string | null): string | null =>
  text?.replace(/\d[\d .]{6,}\d/g, (number) =>
    /^\d{1,2}[ .]\d{1,2}[ .]\d{4}$/.test(number) ? number : mask(number.replace(/[ .]/g, ''))!,
  ) ?? null;
