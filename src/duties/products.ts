import vaccines from '../../db/reference/vaccines.json' with { type: 'json' };

/** The vaccines of which stock is reported. */
export const PRODUCTS: readonly Readonly<{ code: string; name: string }>[] = vaccines.vaccines.map(
  ({ code, name }) => ({
    code,
    name,
  }),
);
