/** Shapes of the denominator bench's answers. */
export const PARTS = [
  'nonResidents',
  'onNoList',
  'elsewhere',
  'placeUnknown',
  'in_review',
  'group_moved',
  'birth_unsure',
] as const;
export type PartName = (typeof PARTS)[number];
export const RESIDENCES = ['actual', 'transient', 'absent', 'elsewhere', 'no_list'] as const;
export const PLACES = ['here', 'elsewhere', 'unknown'] as const;

export type Bench = {
  bands: string[];
  denominators: {
    name: string;
    people: Record<string, number | null>;
    methods: Record<string, string | null>;
    oldestOn: string | null;
    age: number | null;
    reported: number;
    expected: number;
  }[];
  numerators: Record<string, { residents: number; transients: number; givenHere: number }>;
  parts: Record<string, Record<PartName, number>>;
  matrix: { residence: string; place: string; band: string; people: number }[];
};
export type PartPeople = {
  people: {
    id: string;
    name: string;
    unitName: string | null;
    residence: string;
    place: string;
    band: string;
  }[];
  hidden: number;
  total: number;
};
