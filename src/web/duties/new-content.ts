/** What the form of a directive holds: the directive without what the server adds. */
import type { Directive, DirectiveItem } from '../../duties/contract.ts';
import type { PlainDate } from '../../kernel/plain-date.ts';
import { foldText } from '../../kernel/vietnamese-text.ts';

export type Content = Pick<
  Directive,
  'number' | 'issuedOn' | 'issuer' | 'signer' | 'summary' | 'legalBases' | 'events' | 'items'
>;

export const contentOf = ({
  number,
  issuedOn,
  issuer,
  signer,
  summary,
  legalBases,
  events,
  items,
}: Content): Content => ({
  number,
  issuedOn,
  issuer,
  signer,
  summary,
  legalBases,
  events,
  items,
});

export const emptyContent = (on: string): Content => ({
  number: '',
  issuedOn: on as PlainDate,
  issuer: '',
  signer: '',
  summary: '',
  legalBases: [],
  events: [],
  items: [newItem([], on)],
});

/** A key of latin letters and digits out of words, not among those that are taken. */
export function keyOf(words: string, taken: readonly string[]): string {
  const bare =
    foldText(words)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 30) || 'muc';
  for (let n = 1; ; n++) {
    const key = n === 1 ? bare : `${bare}-${n}`;
    if (!taken.includes(key)) return key;
  }
}

export const newItem = (items: readonly DirectiveItem[], on: string): DirectiveItem => ({
  id: keyOf(
    `muc-${items.length + 1}`,
    items.map(({ id }) => id),
  ),
  number: String(items.length + 1),
  title: '',
  note: null,
  owners: { levels: ['commune'], facilities: false, roles: ['commune-clerk'] },
  form: 'free_text',
  schedule: { kind: 'once', on: on as PlainDate, time: '16:00' },
  parent: null,
  check: 'next',
  from: on as PlainDate,
  until: null,
});
