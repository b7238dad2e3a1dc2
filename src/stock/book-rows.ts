/** What the rows of a stock book say: receipts, hand-outs to sessions, transfers, losses, use and closing balances. */
import { cellText, type Read } from '../intake/check/read.ts';
import { readLot } from '../intake/check/words.ts';
import type { Cell } from '../intake/workbook.ts';
import type { Finding } from '../kernel/finding.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { foldText, repairText } from '../kernel/vietnamese-text.ts';
import { type BookColumn, type Destination, destinationOf } from './book-words.ts';
import { findItem, readItem } from './items.ts';
import { type BookLine, type BookSheet, finding } from './read-book.ts';
import { dayInText, readDay, readExpiry, readWhole } from './read-cells.ts';

export type RowKind = 'receipt' | Destination | 'use' | 'closing';

export type StockRow = Readonly<{
  kind: RowKind;
  sheet: string;
  row: number;
  /** Zero-based column of the amount: where findings about the whole row are shown. */
  column: number | null;
  on: PlainDate;
  item: string;
  lot: string;
  expiresOn: PlainDate | null;
  perVial: number;
  vials: number | null;
  doses: number;
  injected: number;
  wasted: number | null;
  slip: string | null;
  counterpart: string | null;
  reason: string | null;
}>;

/** `summed`: the book tells no slips, only sums to its day. */
type Context = Readonly<{
  summed: boolean;
  asOf: PlainDate;
  findings: Finding[];
  productOf: Map<string, string>;
}>;

/** Rows of all sheets, in the order of the book. A row without its product takes that of its lot elsewhere in the book. */
export function rowsOf(sheets: readonly BookSheet[], asOf: PlainDate, findings: Finding[]): StockRow[] {
  const context: Context = {
    summed: sheets.every(({ role }) => role === 'balance'),
    asOf,
    findings,
    productOf: productsByLot(sheets),
  };
  return sheets.flatMap((sheet) => {
    const carried: Carried = { item: null, on: null };
    return sheet.rows.flatMap((line) => readLine(sheet, line, carried, context));
  });
}

function productsByLot(sheets: readonly BookSheet[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { columns, rows } of sheets)
    for (const { row, heading } of rows) {
      const lot = readLot(row.cells[columns.get('lot')?.column ?? -1] ?? heading.lot).value;
      const item = readItem(
        repairText(cellText(row.cells[columns.get('item')?.column ?? -1]) ?? heading.item ?? ''),
      );
      if (lot !== null && item !== null && !found.has(lot)) found.set(lot, item);
    }
  return found;
}

type Carried = { item: string | null; on: PlainDate | null };

function readLine(
  sheet: BookSheet,
  { row, heading }: BookLine,
  carried: Carried,
  context: Context,
): StockRow[] {
  const own: Finding[] = [];
  const at = (field: BookColumn): number | null => sheet.columns.get(field)?.column ?? null;
  const cell = (field: BookColumn): Cell | undefined =>
    at(field) === null ? undefined : row.cells[at(field)!];
  const text = (field: BookColumn): string | null => repairText(cellText(cell(field)) ?? '') || null;
  const take = <T>({ value, notes }: Read<T>, field: BookColumn): T => {
    for (const one of notes) own.push(finding(sheet.sheet, row.row, at(field), one, cellText(cell(field))));
    return value;
  };
  const whole = (field: BookColumn): number | null => take(readWhole(cell(field)), field);

  const lot = readLot(text('lot') ?? heading.lot).value;
  const named = text('item') ?? heading.item;
  const known = lot === null ? undefined : context.productOf.get(lot);
  const item = named === null ? (known ?? carried.item) : (readItem(named) ?? known ?? null);
  carried.item = item ?? carried.item;
  const amounts = AMOUNTS.filter((field) => cellText(cell(field)) !== null);
  // Signatures and remarks under a table have neither lot nor amounts.
  if (amounts.length === 0 || (lot === null && named === null)) return [];
  if (item === null || lot === null) {
    const field = item === null ? 'item' : 'lot';
    own.push(
      finding(
        sheet.sheet,
        row.row,
        at(field),
        { code: item === null ? 'stock_item_unreadable' : 'stock_lot_missing', severity: 'error' },
        text(field),
      ),
    );
    context.findings.push(...own);
    return [];
  }
  const closing = sheet.role === 'balance';
  const day = closing
    ? context.asOf
    : (take(readDay(cell('day'), context.asOf), 'day') ??
      (cellText(cell('day')) === null ? carried.on : null));
  if (day === null) {
    if (own.length === 0)
      own.push(finding(sheet.sheet, row.row, at('day'), { code: 'stock_date_missing', severity: 'error' }));
    context.findings.push(...own);
    return [];
  }
  carried.on = day;

  const perVial = positive(whole('perVial')) ?? findItem(item)!.dosesPerVial;
  const vials = whole('vials');
  const countsVials = /^(lo|ong|hop)$/.test(foldText(text('unit') ?? ''));
  const inDoses = (field: BookColumn): number | null => {
    const amount = whole(field);
    return amount === null
      ? null
      : countsVials || sheet.columns.get(field)!.inVials
        ? amount * perVial
        : amount;
  };
  const shared = {
    sheet: sheet.sheet,
    row: row.row,
    on: day,
    item,
    lot,
    expiresOn:
      cell('expiry') === undefined
        ? readExpiry(heading.expiry ?? undefined, context.asOf).value
        : take(readExpiry(cell('expiry'), context.asOf), 'expiry'),
    perVial,
    vials,
    injected: 0,
    wasted: null,
    slip: text('slip'),
    counterpart: text('from') ?? text('to'),
    reason: text('reason') ?? text('note'),
  };
  const rows: StockRow[] = [];
  const add = (
    kind: RowKind,
    field: BookColumn,
    doses: number | null,
    more: Partial<StockRow> = {},
  ): void => {
    if (doses !== null && (doses > 0 || kind === 'closing' || kind === 'use'))
      rows.push({ ...shared, kind, column: at(field), doses, ...more });
  };
  const plain = (): number | null => {
    const doses = inDoses('doses');
    if (doses !== null && vials !== null && vials * perVial !== doses)
      own.push(
        finding(
          sheet.sheet,
          row.row,
          at('doses'),
          { code: 'stock_doses_not_vials', severity: 'warning', params: { doses, vials, perVial } },
          text('doses'),
        ),
      );
    return doses ?? (vials === null ? null : vials * perVial);
  };
  const place = text('to') ?? (sheet.role === 'receipts' ? null : text('from'));
  const destination = destinationOf(place, text('reason'), text('note'));
  const issue = (field: BookColumn, doses: number | null): void =>
    add(destination, field, doses, { on: destination === 'session' ? (dayInText(place) ?? day) : day });

  if (sheet.role === 'receipts') add('receipt', amountField(at, 'received'), inDoses('received') ?? plain());
  else if (sheet.role === 'issues') issue(amountField(at, 'issued'), inDoses('issued') ?? plain());
  else if (sheet.role === 'use') {
    const labelled = inDoses('labelled') ?? plain() ?? 0;
    const injected = inDoses('injected') ?? 0;
    add('use', 'injected', labelled, { injected, wasted: inDoses('wasted'), reason: text('reason') });
  } else if (closing) {
    add('closing', 'closing', inDoses('closing'));
    if (context.summed) sums(add, inDoses, at);
  } else {
    const kind = foldText(text('kind') ?? '');
    if (/nhap/.test(kind)) add('receipt', 'doses', plain());
    else if (/xuat|chuyen|huy/.test(kind))
      add(destinationOf(place, text('reason'), text('note'), text('kind')), 'doses', plain());
    add('receipt', 'received', inDoses('received'));
    issue('issued', inDoses('issued'));
    add('session', 'session', inDoses('session'));
    add('transfer', 'transferred', inDoses('transferred'));
    if (at('injected') !== null && (inDoses('injected') ?? 0) > 0)
      add('use', 'injected', inDoses('labelled') ?? plain() ?? 0, {
        injected: inDoses('injected') ?? 0,
        wasted: inDoses('wasted'),
      });
    else add('write_off', 'wasted', inDoses('wasted'));
    // The last line of a card is its closing balance.
    add('closing', 'closing', inDoses('closing'));
  }
  context.findings.push(...own);
  return rows;
}

type Add = (kind: RowKind, field: BookColumn, doses: number | null, more?: Partial<StockRow>) => void;

/** A report of sums is one slip of each kind, on its day: what came before it and in it, what was used, what left. */
function sums(
  add: Add,
  inDoses: (field: BookColumn) => number | null,
  at: (field: BookColumn) => number | null,
): void {
  const came = (inDoses('opening') ?? 0) + (inDoses('received') ?? 0);
  add('receipt', at('received') === null ? 'opening' : 'received', came);
  add('transfer', 'transferred', inDoses('transferred'));
  const injected = inDoses('injected');
  const session = inDoses('session');
  const wasted = inDoses('wasted');
  if (injected !== null)
    add('use', 'injected', inDoses('labelled') ?? session ?? injected + (wasted ?? 0), { injected, wasted });
  else {
    add('session', 'session', session);
    add('write_off', 'wasted', wasted);
    if (session === null) add('session', 'issued', inDoses('issued'));
  }
}

const AMOUNTS: readonly BookColumn[] = [
  'doses',
  'vials',
  'received',
  'issued',
  'session',
  'transferred',
  'labelled',
  'injected',
  'wasted',
  'opening',
  'closing',
];

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

const amountField = (at: (field: BookColumn) => number | null, field: BookColumn): BookColumn =>
  at(field) !== null ? field : at('doses') !== null ? 'doses' : 'vials';
