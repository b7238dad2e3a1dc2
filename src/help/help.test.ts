/** The documents are kept true: every page has its help, every finding its remedy, every named button exists. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { ROLES } from '../identity/access.ts';
import { sentence, sentenceKeys } from '../platform/messages.ts';
import { FINDING_GROUPS, findFindingHelp, findingCodes } from './finding-help.ts';
import { glossary, guidePages, readPage, toHtml } from './read-guide.ts';

const root = join(import.meta.dirname, '../..');
const router = readFileSync(join(root, 'src/web/app/main.tsx'), 'utf8');
const routes = [...router.matchAll(/(?:page\(|path: )'(\/[^']*)'/g)].map((match) => match[1]!);
const LANGUAGES = ['vi', 'en'] as const;

test('every page of the web application has its help, in both languages, and no help is of a page that is gone', () => {
  assert.ok(routes.length > 25);
  const helped = sentenceKeys().flatMap((key) => /^help\.page\.(.+)$/.exec(key)?.[1] ?? []);
  assert.deepEqual(helped.toSorted(), [...new Set(routes)].sort());
});

test('every finding has an explanation, a remedy and a short title in both languages', () => {
  const wanting = findingCodes().flatMap((code) =>
    LANGUAGES.flatMap((language) => {
      const help = findFindingHelp(code, language)!;
      const own = sentence(language, `finding.${code}`);
      return help.remedy !== '' && help.why !== own && help.title.length < 110 && !/\{\{|\$t/.test(help.title)
        ? []
        : [`${language} ${code}`];
    }),
  );
  assert.ok(findingCodes().length >= 80);
  assert.deepEqual(wanting, []);
  const helped = sentenceKeys().flatMap((key) => /^finding_help\.(\w+)\./.exec(key)?.[1] ?? []);
  assert.deepEqual(
    helped.filter((code) => !findingCodes().includes(code)),
    [],
    'help of a finding that is gone',
  );
  for (const group of FINDING_GROUPS)
    assert.ok(
      findingCodes().some((code) => findFindingHelp(code, 'vi')!.group === group),
      group,
    );
});

test('every page of the guide speaks of roles and pages that exist, and its links lead somewhere', () => {
  const pages = guidePages();
  const reachable = [...routes, ...pages.map(({ slug }) => `/help/guide/${slug}`)];
  for (const { slug, roles, routes: beside, html } of pages) {
    assert.deepEqual(
      roles.filter((role) => !(ROLES as readonly string[]).includes(role)),
      [],
      slug,
    );
    assert.deepEqual(
      beside.filter((route) => !routes.includes(route)),
      [],
      slug,
    );
    for (const [, href] of html.matchAll(/href="([^"]+)"/g))
      assert.ok(reachable.includes(href!), `${slug}: ${href}`);
  }
  for (const role of ROLES)
    assert.ok(
      pages.some(({ roles }) => roles.includes(role)),
      `a page for ${role}`,
    );
  assert.equal(new Set(pages.map(({ slug }) => slug)).size, pages.length);
});

test('what the guide sets in bold stands on the screen in these words', () => {
  const catalogue = globSync('locales/vi/*.json', { cwd: root }).flatMap((file) =>
    Object.values(JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, string>),
  );
  const said = new Set(catalogue.map((text) => text.replace(/[.:]$/, '')));
  const missing = guidePages().flatMap(({ slug, html }) =>
    [...html.matchAll(/<strong>(.*?)<\/strong>/g)]
      .map((match) => match[1]!)
      .filter((bold) => !said.has(bold))
      .map((bold) => `${slug}: ${bold}`),
  );
  assert.deepEqual(missing, []);
});

test('the glossary has a meaning for each word', () => {
  assert.ok(glossary().length > 15);
  for (const term of glossary())
    for (const cell of Object.values(term)) assert.notEqual(cell, '', JSON.stringify(term));
});

test('raw HTML in Markdown is shown, not obeyed; a page without its heading does not start', () => {
  const html = toHtml('Xin <script>alert(1)</script> chào\n\n<img src=x onerror=alert(1)>');
  assert.doesNotMatch(html, /<(script|img)/);
  assert.throws(() => readPage('01-x.md', '# Không có phần đầu'), /no heading/);
  assert.throws(() => readPage('01-x.md', '---\ntitle: x\n---\nthân'), /no title_en/);
});
