/** What each finding means and what to do about it, from the catalogues. */
import { type Language, sentence, sentenceKeys } from '../platform/messages.ts';

export const FINDING_GROUPS = [
  'person',
  'birth',
  'papers',
  'places',
  'doses',
  'text',
  'verification',
  'population',
  'duties',
  'stock',
] as const;
export type FindingGroup = (typeof FINDING_GROUPS)[number];

const GROUP_OF: readonly (readonly [RegExp, FindingGroup])[] = [
  [/^population_/, 'population'],
  [/^duty_/, 'duties'],
  [/^verify_/, 'verification'],
  [/^text_/, 'text'],
  [/^(dob_|birth_|age_)/, 'birth'],
  [/^(id_|bhyt_|phone_)/, 'papers'],
  [/^(unit_|residence_)/, 'places'],
  [
    /^(stock_|stocktake|receipt_|overfill_|wastage_|use_|used_|usage_|records_|stated_|session_issue|wrong_vaccine|injection_before)/,
    'stock',
  ],
  [/^(backlog_|dose|lot_|vaccine_|place_|interval_|injected_)/, 'doses'],
];

export type FindingHelp = Readonly<{
  code: string;
  group: FindingGroup;
  title: string;
  why: string;
  remedy: string;
}>;

/** Every finding code that the product knows, sorted. */
export const findingCodes = (): readonly string[] =>
  sentenceKeys()
    .flatMap((key) => /^finding\.(\w+)$/.exec(key)?.[1] ?? [])
    .sort();

/** The help of one code; undefined for a code that is none. A finding that has no help yet tells what its own words say. */
export function findFindingHelp(code: string, language: Language): FindingHelp | undefined {
  if (!findingCodes().includes(code)) return undefined;
  const known = new Set(sentenceKeys());
  const say = (part: string): string | null =>
    known.has(`finding_help.${code}.${part}`) ? sentence(language, `finding_help.${code}.${part}`) : null;
  const words = sentence(language, `finding.${code}`);
  return {
    code,
    group: GROUP_OF.find(([pattern]) => pattern.test(code))?.[1] ?? 'person',
    // The words of a finding are what is wrong, and after it what to do.
    title: say('title') ?? words.split(/[.;](?:\s|$)/)[0]!,
    why: say('why') ?? words,
    remedy: say('remedy') ?? '',
  };
}
