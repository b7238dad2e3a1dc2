import type { FigureRow, OpenGap } from '../../agreement/contract.ts';

type Named = Readonly<{ unit: Readonly<{ code: string; name: string }> }>;
export type DayRow = FigureRow & Named;
export type GapRow = OpenGap & Named & Readonly<{ maySettle: boolean }>;
/** Vaccines by their code. */
export type Products = readonly Readonly<{ code: string; name: string }>[];
export type GapsAnswer = Readonly<{
  days: readonly DayRow[];
  lots: readonly DayRow[];
  gaps: readonly GapRow[];
  products: Products;
}>;
