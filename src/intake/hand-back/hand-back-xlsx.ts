/** The user's own .xlsx with our answers in it: the parts that say something new are patched, all others stay byte for byte. */

import { relationsOf, relationsPart, workbookParts } from '../read/xlsx-parts.ts';
import { entryBytes, entryText, openZip, type ZipFile } from '../read/zip.ts';
import { DEFAULT_LIMITS } from '../workbook.ts';
import { notesOf, withNotes } from './comments.ts';
import { escapeXml, patchSheet } from './patch-sheet.ts';
import { patchStyles } from './patch-styles.ts';
import { type PartContent, rewriteZip } from './rewrite-zip.ts';
import type { SheetResults } from './row-results.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPES = '[Content_Types].xml';
const COMMENTS_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml';
const STYLES_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml';
const DRAWING_TYPE = 'application/vnd.openxmlformats-officedocument.vmlDrawing';

/** Writes the patched copy of `path` to `target`. `widths`: first free zero-based column of each sheet, for lists without an answer column. */
export async function handBackXlsx(
  path: string,
  target: string,
  results: ReadonlyMap<string, SheetResults>,
  widths: ReadonlyMap<string, number>,
): Promise<void> {
  const zip = await openZip(path, DEFAULT_LIMITS);
  try {
    const { main, sheets, stylesPart } = await workbookParts(zip);
    const changes = new Map<string, () => PartContent>();
    const types: string[] = [];
    const text = (name: string, xml: string): void => void changes.set(name, () => Buffer.from(xml));

    const styles = patchStyles(stylesPart === undefined ? null : await entryText(zip, stylesPart));
    if (styles !== null) {
      const part = stylesPart ?? main.replace(/[^/]*$/, 'styles.xml');
      text(part, styles.xml);
      if (stylesPart === undefined) {
        types.push(override(part, STYLES_TYPE));
        text(relationsPart(main), await withRelations(zip, main, [['rIdSoTiemStyles', 'styles', part]]));
      }
    }

    for (const [index, { info, part }] of sheets.entries()) {
      const own = results.get(info.name);
      if (own === undefined) continue;
      const column = own.resultColumn ?? (own.headingRow === null ? null : (widths.get(info.name) ?? null));
      const notes = notesOf(own);
      const relations = [...(await relationsOf(zip, part)).values()];
      const standing = (type: string): string | null => {
        const found = relations.find((one) => one.type.endsWith(type))?.target;
        return found !== undefined && zip.entries.has(found) ? found : null;
      };
      const [comments, drawing] = [standing('/comments'), standing('/vmlDrawing')];
      let drawingId: string | null = null;
      if (notes.length > 0 || comments !== null) {
        const parts = withNotes(
          {
            comments: comments === null ? null : await entryText(zip, comments),
            drawing: drawing === null ? null : await entryText(zip, drawing),
          },
          notes,
        );
        const commentsPart = comments ?? `xl/sotiem/comments${index + 1}.xml`;
        const drawingPart = drawing ?? `xl/sotiem/drawing${index + 1}.vml`;
        text(commentsPart, parts.comments);
        text(drawingPart, parts.drawing);
        const added: [string, string, string][] = [];
        if (comments === null) {
          added.push(['rIdSoTiemComments', 'comments', commentsPart]);
          types.push(override(commentsPart, COMMENTS_TYPE));
        }
        if (drawing === null) {
          drawingId = 'rIdSoTiemDrawing';
          added.push([drawingId, 'vmlDrawing', drawingPart]);
          types.push(override(drawingPart, DRAWING_TYPE));
        }
        if (added.length > 0) text(relationsPart(part), await withRelations(zip, part, added));
      }
      changes.set(part, () =>
        patchSheet(entryBytes(zip, part), {
          results: own,
          column,
          added: own.resultColumn === null,
          styles,
          drawingId,
        }),
      );
    }
    if (types.length > 0)
      text(
        CONTENT_TYPES,
        (await entryText(zip, CONTENT_TYPES)).replace(/<\/(\w+:)?Types>\s*$/, (end) => types.join('') + end),
      );
    await rewriteZip(zip, target, changes);
  } finally {
    await zip.close();
  }
}

const override = (part: string, type: string): string =>
  `<Override xmlns="http://schemas.openxmlformats.org/package/2006/content-types" PartName="/${escapeXml(part)}" ContentType="${type}"/>`;

async function withRelations(
  zip: ZipFile,
  part: string,
  added: readonly (readonly [id: string, type: string, target: string])[],
): Promise<string> {
  const name = relationsPart(part);
  const xml = zip.entries.has(name)
    ? await entryText(zip, name)
    : `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${PACKAGE}"></Relationships>`;
  const tags = added
    .map(
      ([id, type, target]) =>
        `<Relationship xmlns="${PACKAGE}" Id="${id}" Type="${OFFICE}/${type}" Target="/${escapeXml(target)}"/>`,
    )
    .join('');
  return xml.replace(
    /<\/(\w+:)?Relationships>\s*$|<((?:\w+:)?Relationships)([^>]*)\/>\s*$/,
    (end, _prefix, name2: string | undefined, rest: string | undefined) =>
      name2 === undefined ? tags + end : `<${name2}${rest}>${tags}</${name2}>`,
  );
}
