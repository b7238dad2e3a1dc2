import type { ListKind, ListSource } from '../intake/claim.ts';
import type { PlainDate } from '../kernel/plain-date.ts';

/** One list as it came: whose it is, of which commune and day, and whether it claims to name everybody. */
export type ListEdition = Readonly<{
  id: string;
  runId: string | null;
  fileId: string | null;
  fileName: string;
  sha256: string;
  kind: ListKind;
  source: ListSource;
  unitId: number;
  asOf: PlainDate;
  complete: boolean;
  rowsRead: number;
  /**
   * Of a sheet that is kept here row by row: the edition that this one continues, null for its first. Absent: a file,
   * which may replace any other that it shares its rows with.
   */
  continues?: string | null;
}>;

/** What stands in the place of a file's hash for editions that no file brought: single forms, and sheets kept here. */
export const FORM = 'form';
export const SHEET = 'sheet';
