/** The user guide: docs/guide, a page for each task, and docs/glossary.md. Read once; only our own files come here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import type { Language } from '../platform/messages.ts';

const DOCS = join(import.meta.dirname, '../../docs');

export type GuidePage = Readonly<{
  slug: string;
  title: Readonly<Record<Language, string>>;
  summary: Readonly<Record<Language, string>>;
  /** Roles whose task it is; empty: everybody's. */
  roles: readonly string[];
  /** Routes of the web application beside which it is offered, e.g. `/imports/$id`. */
  routes: readonly string[];
  html: string;
  /** Its words alone, for the search. */
  text: string;
}>;

export type Term = Readonly<{ vietnamese: string; english: string; meaning: string; identifier: string }>;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const markdown = new Marked({
  // Raw HTML is shown as it is typed: nothing but Markdown becomes a tag.
  renderer: {
    html: ({ text }) => escaped(text),
    // A table that is wider than a phone scrolls within itself, by the keyboard too.
    table(table: Tokens.Table) {
      const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
        `<tr>${cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')}</tr>`;
      return `<div class="scroll" tabindex="0"><table class="plain"><thead>${row(table.header, 'th')}</thead><tbody>${table.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>`;
    },
  },
});

/** Markdown of our own as HTML; raw HTML in it is shown, not obeyed. */
export const toHtml = (source: string): string => markdown.parse(source, { async: false });

const plain = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: 'amp' | 'lt' | 'gt' | 'quot') => NAMED[name]);
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"' } as const;

/** A page from its file: `key: value` lines between two `---`, then Markdown. Throws when a key is missing. */
export function readPage(name: string, source: string): GuidePage {
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new Error(`${name}: no heading`);
  const said = new Map(
    head.split('\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
    }),
  );
  const get = (key: string): string => {
    const value = said.get(key);
    if (value === undefined) throw new Error(`${name}: no ${key}`);
    return value;
  };
  const listed = (key: string): string[] => get(key).split(/,\s*/).filter(Boolean);
  const html = toHtml(body);
  return {
    slug: name.replace(/^\d+-|\.md$/g, ''),
    title: { vi: get('title'), en: get('title_en') },
    summary: { vi: get('summary'), en: get('summary_en') },
    roles: listed('roles'),
    routes: listed('pages'),
    html,
    text: plain(html),
  };
}

let guide: readonly GuidePage[] | null = null;

/** All pages, in the order of their numbers. */
export function guidePages(): readonly GuidePage[] {
  guide ??= readdirSync(join(DOCS, 'guide'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readPage(name, readFileSync(join(DOCS, 'guide', name), 'utf8')));
  return guide;
}

let terms: readonly Term[] | null = null;

/** The glossary, row by row. */
export function glossary(): readonly Term[] {
  terms ??= markdown
    .lexer(readFileSync(join(DOCS, 'glossary.md'), 'utf8'))
    .filter((token): token is Tokens.Table => token.type === 'table')
    .flatMap(({ rows }) => rows)
    .map(([vietnamese, english, identifier, meaning]) => ({
      vietnamese: vietnamese?.text ?? '',
      english: english?.text ?? '',
      meaning: meaning?.text ?? '',
      identifier: (identifier?.text ?? '').replaceAll('`', ''),
    }));
  return terms;
}
