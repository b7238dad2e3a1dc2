import catalogue from '../../db/reference/vaccines.json' with { type: 'json' };

/** Names of the products by their codes. */
export const productNames: ReadonlyMap<string, string> = new Map(
  catalogue.vaccines.map(({ code, name }) => [code, name]),
);
