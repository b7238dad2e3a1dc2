/** The annex as the API answers it, and what the page says of its lines. */
export const KINDS = ['present', 'permanent', 'temporary', 'transient', 'absent'] as const;
export const SERIES = ['official', 'actual', 'transient'] as const;
export const FIGURES = [...SERIES, 'listed', 'dose1', 'dose2', 'dose3', 'none'] as const;
export const SPLITS = ['none', 'kinds', 'ages', 'both'] as const;

export type Kind = (typeof KINDS)[number];
export type SeriesName = (typeof SERIES)[number];
export type FigureName = (typeof FIGURES)[number];
export type Split = (typeof SPLITS)[number];

export type Row = Readonly<Record<FigureName, number | null>> & {
  unit: string;
  unitName: string;
  residenceKind: Kind;
  ageBand: string;
  estimated: SeriesName[];
};
export type Annex = {
  unit: string;
  unitName: string;
  rows: Row[];
  total: Row[];
  completeness: {
    communes: number;
    listed: number;
    files: number;
    rowsInReview: number;
    asOf: string | null;
    population: Record<SeriesName, { reported: number; states: Partial<Record<string, number>> }>;
  };
  mapStatus: string;
};

export const byKind = (split: Split): boolean => split === 'kinds' || split === 'both';
export const byAge = (split: Split): boolean => split === 'ages' || split === 'both';

/** Lines of a unit that the split shows; kinds of which nobody is told anything are left out, as on paper. */
export function linesOf(rows: readonly Row[], split: Split): Row[] {
  const told = new Set(
    rows.filter((row) => FIGURES.some((figure) => (row[figure] ?? 0) > 0)).map((row) => row.residenceKind),
  );
  return rows.filter(
    ({ residenceKind, ageBand }) =>
      (byAge(split) || ageBand === 'total') &&
      (residenceKind === 'present' || (byKind(split) && told.has(residenceKind))),
  );
}
