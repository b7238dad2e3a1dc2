/** Which parts an .xlsx package consists of: sheets in the order of their tabs, styles, shared strings. */
import { AppError } from '../../kernel/app-error.ts';
import type { SheetInfo } from '../workbook.ts';
import { attribute, decodeText } from './xml.ts';
import { entryText, type ZipFile } from './zip.ts';

export type WorkbookParts = Readonly<{
  main: string;
  sheets: readonly Readonly<{ info: SheetInfo; part: string }>[];
  date1904: boolean;
  stylesPart: string | undefined;
  stringsPart: string | undefined;
}>;

/** Start tags of an element in a small part. */
export const tags = (xml: string, tag: string): string[] =>
  // No `<` within a tag, as XML has it: else tags that never close would be searched to the end of the part, each of them.
  xml.match(new RegExp(`<(?:\\w+:)?${tag}(?:\\s[^<>]*)?/?>`, 'g')) ?? [];

/** Reads the package's table of contents. Throws `file_has_macros`, `file_wrong_type`, `file_damaged`, `file_empty` or `file_too_large`. */
export async function workbookParts(zip: ZipFile): Promise<WorkbookParts> {
  const names = [...zip.entries.keys()];
  if (names.some((name) => name.endsWith('vbaProject.bin'))) throw new AppError('file_has_macros', 'invalid');
  const relations = await relationsOf(zip, '');
  const main =
    [...relations.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml';
  if (!zip.entries.has(main))
    throw new AppError(
      names.some((name) => name.startsWith('xl/')) ? 'file_damaged' : 'file_wrong_type',
      'invalid',
      { part: main },
    );
  const xml = await entryText(zip, main);
  if (!/<(\w+:)?workbook[\s>]/.test(xml)) throw new AppError('file_wrong_type', 'invalid');
  const targets = await relationsOf(zip, main);
  const sheets: { info: SheetInfo; part: string }[] = [];
  for (const tag of tags(xml, 'sheet')) {
    const relation = targets.get(/\s\w+:id\s*=\s*["']([^"']*)/.exec(tag)?.[1] ?? '');
    if (relation === undefined || !zip.entries.has(relation.target))
      throw new AppError('file_damaged', 'invalid', { part: 'workbook' });
    if (!relation.type.endsWith('/worksheet')) continue;
    const state = attribute(tag, 'state');
    sheets.push({
      info: {
        index: sheets.length,
        name: decodeText(attribute(tag, 'name') ?? ''),
        state: state === undefined || state === 'visible' ? 'visible' : 'hidden',
      },
      part: relation.target,
    });
  }
  if (sheets.length === 0) throw new AppError('file_empty', 'invalid');
  if (sheets.length > zip.limits.maxSheets)
    throw new AppError('file_too_large', 'too-large', { sheets: sheets.length });
  // Some writers forget the relation and rely on the usual name.
  const partOf = (type: string): string | undefined =>
    [
      ...targets.values().map(({ target, type: own }) => (own.endsWith(`/${type}`) ? target : '')),
      `${main.replace(/[^/]*$/, '')}${type}.xml`,
    ].find((name) => zip.entries.has(name));
  return {
    main,
    sheets,
    date1904: /date1904\s*=\s*["'](1|true)/.test(xml),
    stylesPart: partOf('styles'),
    stringsPart: partOf('sharedStrings'),
  };
}

/** Name of the part that holds the relations of `part` (of the package itself for an empty name). */
export const relationsPart = (part: string): string => part.replace(/[^/]*$/, (name) => `_rels/${name}.rels`);

/** Relations of a part by id, targets as names in the archive; empty when it has none. */
export async function relationsOf(
  zip: ZipFile,
  part: string,
): Promise<Map<string, { target: string; type: string }>> {
  const name = relationsPart(part);
  if (!zip.entries.has(name)) return new Map();
  const xml = await entryText(zip, name);
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  return new Map(
    tags(xml, 'Relationship').map((tag) => {
      const target = decodeText(attribute(tag, 'Target') ?? '');
      return [
        attribute(tag, 'Id') ?? '',
        { target: nameOf(target, folder), type: attribute(tag, 'Type') ?? '' },
      ];
    }),
  );
}

/** Name in the archive of a relation's target; one that is no address names nothing, and links to the web need not. */
function nameOf(target: string, folder: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const base = `file:///${folder}`;
  if (!URL.canParse(target, base)) return '';
  const path = new URL(target, base).pathname.slice(1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
