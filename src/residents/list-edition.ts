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
}>;
