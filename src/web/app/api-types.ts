/** Shapes of the API's answers, as the pages use them. */
export type Unit = {
  id: number;
  code: string;
  name: string;
  fullName: string;
  type: string;
  level: number;
  parentCode: string | null;
  leaf: boolean;
  path: string;
};
export type RoleGrant = {
  role: string;
  unit: { id: number; code: string; name: string; fullName: string; level: number; validTo: string | null };
  onBehalfOf: string | null;
  validTo: string | null;
};
export type Me = {
  account: { id: string; username: string; displayName: string; mustChangePassword: boolean };
  roles: RoleGrant[];
  actions: string[];
  demonstration: boolean;
  secondFactorOff: boolean;
  secondFactor: 'off' | 'ok' | 'enrol';
};
export type FindingGroup = {
  code: string;
  severity: 'error' | 'warning' | 'info';
  count: number;
  message: string;
};
export type ColumnMeaning = {
  column: number;
  field: string;
  dose: number | null;
  header: string;
  confidence: number;
};
export type Layout = {
  sheet: string;
  isList: boolean;
  kind: string;
  columns: ColumnMeaning[];
  headerRows: number[];
  firstDataRow: number;
  asOf: string | null;
  sample: string[][];
  nationalForm: boolean;
};
export type MatchSample = {
  sheet: string;
  row: number;
  name: string | null;
  birth: { on: string; precision: string } | null;
  reason: string;
  known: { name: string | null; birth: { on: string; precision: string } | null } | null;
};
export type Run = {
  id: string;
  fileName: string;
  state: string;
  unit: { code: string; name: string } | null;
  requestedAt: string;
  finishedAt: string | null;
  secondsLeft: number | null;
  progress: { rowsRead: number; rowsChecked: number; rowsMatched: number; rowsCommitted: number };
  options: { dryRun: boolean; kind: string; source: string | null; complete: boolean };
  result: null | {
    kind: string;
    source: string;
    asOf: string;
    rowsRead: number;
    rowsTaken: number;
    rowsWaiting: number;
    rowsReview: number;
    rowsUnchanged: number;
    rowsGone?: number;
    personsCreated: number;
    personsMatched: number;
    injectionsCreated: number;
    injectionsMatched: number;
    samples?: Record<'known' | 'new' | 'review', MatchSample[]>;
    findingGroups: FindingGroup[];
  };
  layouts: Layout[] | null;
  accountId: string | null;
  problem: { code: string; message: string } | null;
};
/** A list in force. */
export type List = {
  id: string;
  runId: string | null;
  file: string;
  kind: string;
  source: string;
  unit: { code: string; name: string };
  asOf: string;
  complete: boolean;
  rowsTaken: number;
  rowsWaiting: number;
  loadedBy: string;
  loadedAt: string;
};
export type AbsenceDecision = 'still_here' | 'moved_out' | 'died';
export type Absence = {
  id: string;
  personId: string;
  name: string;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  unit: { code: string; name: string };
  hamlet: string | null;
  household: string | null;
  source: string;
  last: { file: string; sheet: string; row: number; asOf: string };
  missing: { file: string; asOf: string };
  stillIn: string[];
  decision: AbsenceDecision | null;
  decidedOn: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
};
/** What there is to look at about the people of a unit, by cause. */
export type FindingCount = { code: string; severity: string; people: number; message: string };
export type Finding = {
  sheet: string | null;
  row: number | null;
  column: string | null;
  code: string;
  severity: string;
  message: string;
  cell: string | null;
  suggestion: string | null;
};
export type PersonSummary = {
  id: string;
  name: string;
  sortKey: string;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  age: number | null;
  band: string;
  unit: { code: string; name: string };
  hamlet: string | null;
  kind: string | null;
  whereabouts: string;
  nationalId: string | null;
  phone: string | null;
  doses: number | null;
  full: boolean | null;
  sources: string[];
  findings: number;
  review: boolean;
};
export type PersonPage = {
  id: string;
  name: string;
  sex: string | null;
  birth: { on: string; precision: string } | null;
  unit: { code: string; name: string };
  hamlet: string | null;
  kind: string | null;
  whereabouts: string;
  household: string | null;
  phone: string | null;
  nationalId: string | null;
  identifiers: { kind: string; value: string; sound: boolean }[];
  residences: {
    unitName: string;
    hamlet: string | null;
    kind: string;
    from: string | null;
    to: string | null;
    endReason: string | null;
  }[];
  doses:
    | {
        id: string;
        number: number;
        kind: string;
        vaccine: string | null;
        vaccineText: string | null;
        lot: string | null;
        on: string | null;
        place: string | null;
        validity: string;
        records: string[];
      }[]
    | null;
  /** What the lists say of each field, whose they are, and which value is shown. */
  origins: {
    field: string;
    values: { value: string; shown: boolean; differs: boolean; sources: string[] }[];
  }[];
  records: {
    id: string;
    file: string;
    sheet: string;
    row: number;
    kind: string;
    source: string;
    asOf: string;
    status: string;
    reason: string;
    cells: (string | null)[];
  }[];
  findings: (Finding & { id: string })[];
  audit: { at: string; subject: string; action: string; actor: string; reason: string | null }[];
};
export type CoverageRow = {
  unit: string;
  unitName: string;
  unitParent: string | null;
  residenceKind: string;
  ageBand: string;
  residents: number;
  dose1: number;
  dose2: number;
  dose3: number;
  full: number;
  none: number;
};
export type Coverage = {
  rows: CoverageRow[];
  beside: { nonResidents: number; onNoList: number };
  completeness: {
    communes: number;
    communesWithData: number;
    files: number;
    rowsInReview: number;
    asOf: string | null;
    lastChangedAt: string | null;
  };
  mapStatus: string;
};
