/** Line icons of the product, drawn on a 24-unit grid; always beside a word, never instead of one. */
const PATHS = {
  brand: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3V4zm0 13a3 3 0 0 1 3-3h11M9 9l2 2 4-4',
  home: 'M9 6h11M9 12h11M9 18h11M4 6l1 1 2-2M4 12l1 1 2-2M4 18l1 1 2-2',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 10a7 7 0 0 1 14 0M16 3.5a4 4 0 0 1 0 7M18 14a7 7 0 0 1 4 7',
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v4h16v-4',
  match: 'M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zm6 6a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
  absent:
    'M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 10a7 7 0 0 1 11-5.7M17 17a2 2 0 1 1 2.5 2c-.5.2-.5.6-.5 1m0 2v.01',
  check: 'M4 5h16M4 12h7M4 19h7m3-3 2.5 2.5L21 13',
  move: 'M3 8h13m0 0-4-4m4 4-4 4M21 16H8m0 0 4-4m-4 4 4 4',
  sign: 'M6 3h9l4 4v6M6 3v18h6M14 3v5h5m-6 12 1-3.5 5.5-5.5 2.5 2.5-5.5 5.5z',
  duties: 'M5 5h14v16H5zM9 3h6v4H9zM8.5 14l2.5 2.5 4.5-5',
  chart: 'M4 20V4m0 16h16M8 16v-4m4 4V8m4 8v-6',
  census: 'M4 20h16M6 20V10h3v10m2 0V5h3v15m2 0v-7h3v7',
  key: 'M15 9a4 4 0 1 0-4 4c.7 0 1.4-.2 2-.5L15 15h2v2h2v3h3v-4l-7.3-7.3',
  log: 'M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7',
  ask: 'M4 4h16v12H10l-4 4v-4H4zm6 4a2 2 0 1 1 2.5 2c-.5.2-.5.5-.5 1m0 2v.01',
  book: 'M4 5a2 2 0 0 1 2-2h13v15H6a2 2 0 0 0-2 2zm0 15a2 2 0 0 0 2 2h13v-4M8 8h7M8 12h5',
  practise: 'M12 4 2 9l10 5 10-5zM6 11.5V17c2 2 10 2 12 0v-5.5M22 9v6',
  phone: 'M6 3h3l2 5-2.5 1.5a11 11 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z',
  contact: 'M5 3h14v18H5zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zm-4 5.5a4 4 0 0 1 8 0',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  agree: 'M4 6h9M4 12h16M4 18h12M17 4v4M13 16v4',
  register: 'M4 4h16v16H4zM4 9h16M4 14h16M9 4v16',
  syringe: 'M18 2l4 4M20 4l-4 4M17 9 7 19H4v-3L14 6zM11 9l3 3M8 12l2 2M2 22l3-3',
  store: 'M4 9l8-5 8 5v11H4zM8 20v-7h8v7M8 16h8',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8 14h3M13 14h3M8 17h3',
  more: 'M5 12h.01M12 12h.01M19 12h.01M5 6h.01M12 6h.01M19 6h.01M5 18h.01M12 18h.01M19 18h.01',
  down: 'M6 9l6 6 6-6',
  file: 'M6 3h9l4 4v14H6zM14 3v5h5',
  back: 'M19 12H5m0 0 6-6m-6 6 6 6',
  find: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zm4.7-1.8L20 20',
  scan: 'M4 8V4h4m8 0h4v4m0 8v4h-4M8 20H4v-4M8 8h3v3H8zm5 0h3v3h-3zm-5 5h3v3H8zm5 0h3v3h-3z',
  timer: 'M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16zm0-12v4l2.5 2.5M9 2h6',
  vial: 'M9 3h6M10 3v4l-2 3v11h8V10l-2-3V3M8 14h8',
  alarm: 'M12 3 2 20h20zM12 10v4m0 3v.01',
  add: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7 10a7 7 0 0 1 12.5-4.3M18 14v8m-4-4h8',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
