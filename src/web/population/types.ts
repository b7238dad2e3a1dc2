/** Shapes of the API's answers about population, as the pages use them. */
import type { Figure, FigureFinding, Method, ReportState, Series } from '../../population/contract.ts';
import type { FigureChange, KnownFigures } from '../../population/rules.ts';

export type Named = { code: string; name: string };
export type BandAnswer = {
  band: string;
  people: number | null;
  men: number | null;
  women: number | null;
  method: Method | null;
};
export type SeriesAnswer = {
  series: Series;
  people: number | null;
  method: Method | null;
  bands: BandAnswer[];
  reported: number;
  expected: number;
  states: Partial<Record<ReportState | 'census', number>>;
  oldestOn: string | null;
  basis: {
    id: string | null;
    version: number | null;
    source: string;
    reporter: string | null;
    effectiveOn: string;
    state: ReportState | null;
  } | null;
};
export type FigureRow = { unit: string; unitName: string; series: SeriesAnswer[] };
export type PopulationAnswer = {
  bandSet: { id: string; starts: number[] };
  rows: FigureRow[];
  own: SeriesAnswer[];
  unplaced: {
    unit: string;
    unitName: string;
    on: string;
    people: number;
    hamlets: string[];
    successors: { unit: string; unitName: string }[];
  }[];
  counted: boolean;
  mayReport: boolean;
  findings: FigureFinding[];
  mapStatus: string;
};
export type ReportSummary = {
  id: string;
  unit: Named;
  effectiveOn: string;
  version: number;
  bandSet: string;
  series: Series[];
  source: string;
  reporter: string;
  note: string | null;
  replaces: string | null;
  fileName: string | null;
  recordedAt: string;
  state: ReportState;
  waitingFor: Named | null;
  mayCheck: boolean;
  maySubmit: boolean;
  checkers: Named[];
  events: { action: string; by: string; at: string; reason: string | null; checker: Named | null }[];
};
export type ReportPage = ReportSummary & {
  figures: Figure[];
  changes: FigureChange[];
  findings: FigureFinding[];
};
export type Known = KnownFigures & { proposal: Figure[] };
export type ImportAnswer = {
  id: string;
  dryRun: boolean;
  file: string;
  sheets: { name: string; isForm: boolean; asOf: string | null; rows: number }[];
  reports: {
    unit: Named;
    asOf: string;
    previous: boolean;
    reportId: string;
    state: ReportState;
    unchanged: boolean;
  }[];
  findings: {
    sheet: string;
    row: number;
    column: string | null;
    code: string;
    severity: string;
    params: Record<string, string | number>;
    cell: string | null;
  }[];
};
export type BandSetAnswer = { id: string; label: string; starts: number[] };
