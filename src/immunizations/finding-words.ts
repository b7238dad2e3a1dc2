/** For words about many findings of a kind: what differs from one to another is left open. */
export const UNNAMED = {
  year: '…',
  row: '…',
  sheet: '…',
  dose: '…',
  days: '…',
  minimum: '…',
  province: '…',
  products: '…',
  lot: '…',
  product: '…',
  vaccine: '…',
  date: '…',
  received: '…',
} as const;

/** Whether a finding tells of somebody's doses, which not every role may know. */
export const speaksOfDoses = (code: string): boolean =>
  /dose|vaccine|lot_|place_|injected|interval/.test(code);
