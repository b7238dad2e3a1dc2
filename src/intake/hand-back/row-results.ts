/** What the user's own workbook says when it comes back: for each row of a person one text, and the cells it is about. */
import type { Finding, Severity } from '../../kernel/finding.ts';
import { type Language, sentence } from '../../platform/messages.ts';
import type { SheetLayout } from '../layout.ts';

/** Row numbers of people in a sheet, as inclusive ranges: a list of 10,000 rows is a few dozen numbers. */
export type RowRanges = readonly (readonly [first: number, last: number])[];

export type PersonRows = Readonly<{ sheet: string; ranges: RowRanges }>;

export type MarkedCell = Readonly<{ severity: Severity; text: string }>;
export type RowResult = Readonly<{
  text: string;
  severity: Severity | null;
  cells: ReadonlyMap<number, MarkedCell>;
}>;
export type SheetResults = Readonly<{
  sheet: string;
  /** Zero-based column that the list already has for our answer (column Z of the national form), else null. */
  resultColumn: number | null;
  /** Row for the heading of an added column; null for a list without a header. */
  headingRow: number | null;
  heading: string;
  rows: ReadonlyMap<number, RowResult>;
}>;

export type HandBack = Readonly<{
  layouts: readonly Pick<SheetLayout, 'sheet' | 'isList' | 'columns' | 'headerRows'>[];
  personRows: readonly PersonRows[];
  findings: readonly Finding[];
  /** Codes of findings with which a row is not taken, where the list is none of people. */
  refusals?: ReadonlySet<string>;
  /** A dry run says what would happen. */
  dryRun: boolean;
  language: Language;
}>;

const NO_REFUSALS: ReadonlySet<string> = new Set();
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Collects row numbers that mostly follow each other into ranges; `rows` in rising order. */
export function toRanges(rows: Iterable<number>): RowRanges {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && row === last[1] + 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges;
}

/** `A` is 0, `AA` is 26. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** Turns findings and the rows of people into what is written into each sheet. */
export function rowResults({
  layouts,
  personRows,
  findings,
  refusals,
  dryRun,
  language,
}: HandBack): ReadonlyMap<string, SheetResults> {
  const bySheet = new Map<string, Map<number, Finding[]>>();
  for (const finding of findings) {
    const rows = bySheet.get(finding.sheet) ?? new Map<number, Finding[]>();
    bySheet.set(finding.sheet, rows);
    const own = rows.get(finding.row);
    if (own === undefined) rows.set(finding.row, [finding]);
    else own.push(finding);
  }
  const results = new Map<string, SheetResults>();
  for (const layout of layouts) {
    if (!layout.isList) continue;
    const found = bySheet.get(layout.sheet) ?? new Map<number, Finding[]>();
    const rows = new Map<number, RowResult>();
    for (const [first, last] of personRows.find(({ sheet }) => sheet === layout.sheet)?.ranges ?? [])
      for (let row = first; row <= last; row++)
        rows.set(row, rowResult(found.get(row) ?? [], dryRun, language, refusals));
    results.set(layout.sheet, {
      sheet: layout.sheet,
      resultColumn: layout.columns.find(({ field }) => field === 'result')?.column ?? null,
      headingRow: layout.headerRows[0] ?? null,
      heading: sentence(language, 'returned.heading'),
      rows,
    });
  }
  return results;
}

function rowResult(
  findings: readonly Finding[],
  dryRun: boolean,
  language: Language,
  refusals: ReadonlySet<string> = NO_REFUSALS,
): RowResult {
  const sorted = [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const has = (code: string): boolean => sorted.some((finding) => finding.code === code);
  const refused = sorted.some(({ code }) => refusals.has(code));
  const outcome = refused
    ? 'refused'
    : has('person_unidentified')
      ? 'waiting'
      : has('looks_like_known_person')
        ? 'review'
        : dryRun
          ? 'would_take'
          : 'taken';
  const severity = sorted[0]?.severity ?? null;
  // The marks are how a list without a header is read again without our answers (recognise/propose-layout.ts).
  const mark =
    outcome === 'waiting' || refused ? '✕' : severity === 'error' || severity === 'warning' ? '▲' : '✓';
  const cells = new Map<number, MarkedCell>();
  const lines = sorted.map(({ column, code, params, suggestion, severity: own }) => {
    const words = sentence(language, `finding.${code}`, params);
    const text =
      suggestion === null ? words : `${words} ${sentence(language, 'returned.suggestion', { suggestion })}`;
    if (column !== null) {
      const at = columnIndex(column);
      const before = cells.get(at);
      cells.set(
        at,
        before === undefined
          ? { severity: own, text }
          : { severity: before.severity, text: `${before.text}\n${text}` },
      );
    }
    return column === null ? text : `${column}: ${text}`;
  });
  return {
    text: [`${mark} ${sentence(language, `returned.${outcome}`)}`, ...lines].join('\n'),
    severity,
    cells,
  };
}
