/** Comments on faulty cells: the comments part of a sheet and the drawing that shows them, made or completed. */
import { attribute, decodeText } from '../read/xml.ts';
import { columnLetter } from '../workbook.ts';
import { escapeXml } from './patch-sheet.ts';
import { columnIndex, type SheetResults } from './row-results.ts';

const AUTHOR = 'Sổ Tiêm';
// A spreadsheet program draws each comment as a shape; beyond this it becomes slow to open. The answer column has all.
const MOST_COMMENTS = 2000;
const RANK = { error: 0, warning: 1, info: 2 } as const;

export type Note = Readonly<{ row: number; column: number; text: string }>;
export type CommentParts = Readonly<{ comments: string; drawing: string }>;

/** The notes of a sheet, the most severe first kept, in the order of rows. */
export function notesOf({ rows }: SheetResults): Note[] {
  const all = [...rows].flatMap(([row, result]) =>
    [...result.cells].map(([column, { text, severity }]) => ({ row, column, text, severity })),
  );
  return all
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.row - b.row)
    .slice(0, MOST_COMMENTS)
    .sort((a, b) => a.row - b.row || a.column - b.column)
    .map(({ row, column, text }) => ({ row, column, text }));
}

/** Adds the notes to what stands (`null`: no such part yet). Ours of an earlier hand-back go; others' stay, also on a cell of ours. */
export function withNotes(
  standing: Readonly<{ comments: string | null; drawing: string | null }>,
  notes: readonly Note[],
): CommentParts {
  const { xml, places } = withoutOurs(standing.comments ?? EMPTY_COMMENTS);
  const prefix = /<(\w+:)?comments[\s>]/.exec(xml)?.[1] ?? '';
  const taken = new Set(
    commentsOf(xml).map((comment) => attribute(comment.slice(0, comment.indexOf('>') + 1), 'ref')),
  );
  const fresh = notes.filter(({ row, column }) => !taken.has(`${columnLetter(column)}${row}`));
  const author = commentAuthors(xml).length;
  const written = fresh
    .map(
      ({ row, column, text }) =>
        `<${prefix}comment ref="${columnLetter(column)}${row}" authorId="${author}"><${prefix}text><${prefix}r><${prefix}t xml:space="preserve">${escapeXml(text)}</${prefix}t></${prefix}r></${prefix}text></${prefix}comment>`,
    )
    .join('');
  const comments = xml
    .replace(
      new RegExp(`</${prefix}authors>|<${prefix}authors/>`),
      (end) =>
        `${end.startsWith('</') ? '' : `<${prefix}authors>`}<${prefix}author>${AUTHOR}</${prefix}author></${prefix}authors>`,
    )
    .replace(
      new RegExp(`</${prefix}commentList>|<${prefix}commentList/>`),
      (end) => `${end.startsWith('</') ? '' : `<${prefix}commentList>`}${written}</${prefix}commentList>`,
    );
  const shapes = fresh.map((note, i) => shapeOf(note, i)).join('');
  const drawing = withoutShapes(standing.drawing ?? EMPTY_DRAWING, places).replace(
    /<\/xml>\s*$/,
    () => `${shapes}</xml>`,
  );
  return { comments, drawing };
}

const EMPTY_COMMENTS =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors></authors><commentList></commentList></comments>';
const EMPTY_DRAWING =
  '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>';

const commentsOf = (xml: string): string[] =>
  xml.match(/<(?:\w+:)?comment\s[^>]*>[\s\S]*?<\/(?:\w+:)?comment>/g) ?? [];
const commentAuthors = (xml: string): string[] =>
  [...xml.matchAll(/<(?:\w+:)?author(?:\/>|>([\s\S]*?)<\/(?:\w+:)?author>)/g)].map(([, name]) =>
    decodeText(name ?? ''),
  );

function withoutOurs(source: string): { xml: string; places: ReadonlySet<string> } {
  const ours = new Set(
    commentAuthors(source).flatMap((name, index) => (name === AUTHOR ? [String(index)] : [])),
  );
  const places = new Set<string>();
  let xml = source;
  for (const comment of commentsOf(source)) {
    const tag = comment.slice(0, comment.indexOf('>') + 1);
    if (!ours.has(attribute(tag, 'authorId') ?? '')) continue;
    const reference = /^([A-Z]+)(\d+)$/.exec(attribute(tag, 'ref') ?? '');
    if (reference !== null) places.add(`${Number(reference[2]) - 1} ${columnIndex(reference[1]!)}`);
    xml = xml.replace(comment, '');
  }
  return { xml, places };
}

function withoutShapes(drawing: string, places: ReadonlySet<string>): string {
  if (places.size === 0) return drawing;
  return drawing.replace(/<v:shape\s[\s\S]*?<\/v:shape>/g, (shape) => {
    const row = /<x:Row>(\d+)<\/x:Row>/.exec(shape)?.[1];
    const column = /<x:Column>(\d+)<\/x:Column>/.exec(shape)?.[1];
    return places.has(`${row} ${column}`) ? '' : shape;
  });
}

function shapeOf({ row, column, text }: Note, index: number): string {
  const height = Math.min(10, 2 + Math.ceil(text.length / 34));
  return `<v:shape id="_x0000_s${20_000 + index}" type="#_x0000_t202" style="position:absolute;width:180pt;height:${height * 15}pt;z-index:${index + 1};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${column + 1}, 15, ${Math.max(0, row - 2)}, 2, ${column + 4}, 15, ${row - 2 + height}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
}
