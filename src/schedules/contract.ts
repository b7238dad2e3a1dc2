/**
 * What a schedule is made of, from whichever door it comes: the file shipped with the product, or a version that a
 * ministry or a province adopts. Every rule is dated and names the document that made it (domain.md §4: "rules are
 * dated and versioned, never constants").
 */
import { z } from 'zod';
import { type PlainDate, parseDate } from '../kernel/plain-date.ts';

export const CONDITIONS = ['pregnant', 'breastfeeding', 'immunocompromised', 'allergic'] as const;
export const DOSE_KINDS = ['primary', 'additional', 'booster'] as const;

const day = z
  .string()
  .refine((text) => parseDate(text) !== null)
  .transform((text) => text as PlainDate);
const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const days = z.number().int().min(0).max(3650);
const age = z.number().int().min(0).max(120);

/** Days since the dose before: earliest allowed, recommended, last recommended. */
const intervalSchema = z
  .tuple([days, days, days])
  .refine(([earliest, recommended, latest]) => earliest <= recommended && recommended <= latest);

const dated = { from: day, to: day.nullable().default(null), document: z.string().min(1).max(80) };
const vaccines = z.array(code).min(1).max(20);

const settingsRule = z.object({
  /** Days by which a dose may come before its earliest day and still be valid. */
  graceDays: days,
  /** A first dose is overdue so many days after the person could have it. */
  firstDoseDays: days,
  /** Days demanded between two products whose mixing no rule allows: a shorter gap is told first. */
  unlistedMixDays: days,
  ...dated,
});
const primaryRule = z
  .object({
    vaccine: code,
    doses: z.number().int().min(1).max(5),
    intervals: z.array(intervalSchema),
    minimumAge: age,
    ...dated,
  })
  .refine(({ doses, intervals }) => intervals.length === doses - 1);
const mixingRule = z.object({ first: code, second: code, interval: intervalSchema, ...dated });
const additionalRule = z.object({
  interval: intervalSchema,
  minimumAge: age,
  /** Primary products whose people are all meant; others only when immunocompromised. */
  after: z.array(code).max(20),
  vaccines,
  ...dated,
});
const boosterRule = z.object({
  /** First booster, second booster. */
  number: z.number().int().min(1).max(5),
  interval: intervalSchema,
  minimumAge: age,
  maximumAge: age.nullable(),
  /** Products besides that of the primary series. */
  vaccines,
  ...dated,
});
const exemptionRule = z.object({
  condition: z.enum(CONDITIONS),
  /** Null: every product. */
  vaccine: code.nullable(),
  ...dated,
});

/** Rules by kind; an adopted version holds only those that it brings in. */
export const rulesSchema = z.object({
  settings: z.array(settingsRule).default([]),
  primary: z.array(primaryRule).default([]),
  mixing: z.array(mixingRule).default([]),
  additional: z.array(additionalRule).default([]),
  booster: z.array(boosterRule).default([]),
  exemptions: z.array(exemptionRule).default([]),
});
export const documentSchema = z.object({
  id: z.string().min(1).max(80),
  number: z.string().min(1).max(80),
  date: day,
  title: z.string().min(1).max(300),
  /** False where the text was not seen: what is generally known. */
  confirmed: z.boolean().default(true),
});

export type DoseKind = (typeof DOSE_KINDS)[number];
export type Condition = (typeof CONDITIONS)[number];
export type Interval = z.output<typeof intervalSchema>;
export type ScheduleRules = z.output<typeof rulesSchema>;
export type ScheduleDocument = z.output<typeof documentSchema>;

/**
 * A change as a ministry or a province enters it: the document, the day from which it holds, and the rules it brings in
 * (their own `from`, `to` and `document` are set by the version).
 */
export const draftSchema = z.object({
  /** Code of the province for which it holds; null for the whole country. */
  unit: z.string().max(5).nullable(),
  number: z.string().trim().min(1).max(80),
  issuedOn: day,
  title: z.string().trim().min(1).max(300),
  from: day,
  reason: z.string().trim().min(5).max(500),
  rules: rulesSchema,
  /** The rules end on that day, and nothing takes their place. */
  withdraw: z.boolean().default(false),
});
export type Draft = z.output<typeof draftSchema>;

/** Kinds of rules, in the order in which they are shown. */
export const RULE_KINDS = ['primary', 'mixing', 'additional', 'booster', 'exemptions', 'settings'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];
