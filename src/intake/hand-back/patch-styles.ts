/** Colours for faulty cells: every cell format of the workbook once more, with a fill for each severity. */
import type { Severity } from '../../kernel/finding.ts';
import { attribute } from '../read/xml.ts';

const FILLS: Readonly<Record<Severity, string>> = {
  error: 'FFFFC7CD',
  warning: 'FFFFEB9B',
  info: 'FFDDEBF6',
};
const SEVERITIES = ['error', 'warning', 'info'] as const;
// Excel allows 65,490 cell formats in a workbook.
const MOST_FORMATS = 16_000;

export type CellStyles = Readonly<{
  xml: string;
  /** The format `style` with the fill of a severity. */
  marked(style: number, severity: Severity): number;
  /** The format `style` without a fill of ours from an earlier hand-back. */
  cleared(style: number): number;
}>;

const MINIMAL =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>';

type Section = Readonly<{ start: number; end: number; prefix: string; open: string; inner: string }>;

function section(xml: string, name: string): Section | null {
  const match = new RegExp(`(<(\\w+:)?${name}(?:\\s[^>]*)?>)([\\s\\S]*?)</(?:\\w+:)?${name}>`).exec(xml);
  return match === null
    ? null
    : {
        start: match.index,
        end: match.index + match[0].length,
        prefix: match[2] ?? '',
        open: match[1]!,
        inner: match[3]!,
      };
}

const items = (inner: string, name: string): string[] =>
  inner.match(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</(?:\\w+:)?${name}>)`, 'g')) ??
  [];

const withAttribute = (element: string, name: string, value: string): string => {
  const tag = /^<[^>]*?(?=\/?>)/.exec(element)![0];
  const bare = tag.replace(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`), '');
  return `${bare.trimEnd()} ${name}="${value}"${element.slice(tag.length)}`;
};

const withItems = (xml: string, found: Section, name: string, all: readonly string[]): string =>
  `${xml.slice(0, found.start)}${withAttribute(found.open, 'count', String(all.length))}${all.join('')}</${found.prefix}${name}>${xml.slice(found.end)}`;

/** Adds our fills and formats to a style part (`null`: the workbook has none). Null when the part is beyond understanding: then nothing is coloured. */
export function patchStyles(source: string | null): CellStyles | null {
  const xml = source ?? MINIMAL;
  const fills = section(xml, 'fills');
  const formats = section(xml, 'cellXfs');
  if (fills === null || formats === null) return null;
  const oldFills = items(fills.inner, 'fill');
  const base = items(formats.inner, 'xf');
  if (base.length === 0 || base.length > MOST_FORMATS) return null;
  const ours = new Set(
    oldFills.flatMap((fill, index) =>
      Object.values(FILLS).some((rgb) => fill.includes(rgb)) ? [index] : [],
    ),
  );
  const filled = (format: string, fill: number): string =>
    withAttribute(withAttribute(format, 'fillId', String(fill)), 'applyFill', fill === 0 ? '0' : '1');
  const toClear = base.flatMap((format, index) =>
    ours.has(Number(attribute(format.slice(0, format.indexOf('>') + 1), 'fillId') ?? 0)) ? [index] : [],
  );
  const clearedAt = new Map(toClear.map((index, i) => [index, base.length * 4 + i]));
  const p = fills.prefix;
  const newFills = SEVERITIES.map(
    (severity) =>
      `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${FILLS[severity]}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`,
  );
  const all = [
    ...base,
    ...SEVERITIES.flatMap((_, i) => base.map((format) => filled(format, oldFills.length + i))),
    ...toClear.map((index) => filled(base[index]!, 0)),
  ];
  const known = (style: number): number => (style >= 0 && style < base.length ? style : 0);
  // The later section first, so that the earlier one's place still holds.
  const second = withItems(xml, formats, 'cellXfs', all);
  return {
    xml: withItems(second, fills, 'fills', [...oldFills, ...newFills]),
    marked: (style, severity) => base.length * (1 + SEVERITIES.indexOf(severity)) + known(style),
    cleared: (style) => clearedAt.get(style) ?? style,
  };
}
