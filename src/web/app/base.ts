import { TRAINING_BASE } from '../../training/contract.ts';

/**
 * Where this application stands: at the root, or below the address of the training space, which is the same application
 * on another database. Every address of the product is made here, so that practice cannot reach the register.
 */
export const inTraining =
  location.pathname === TRAINING_BASE || location.pathname.startsWith(`${TRAINING_BASE}/`);
export const BASE = inTraining ? TRAINING_BASE : '';

/** The product itself, out of the training space. */
export const REGISTER = '/';

// Tasks and progress are kept by the product itself, from wherever they are asked.
const OF_THE_PRODUCT = /^\/training(?:[/?]|$)/;

/** The address of something of the product's API, also from the training space. */
export const productUrl = (path: string): string => `/api/v1${path}`;

/** The address of something of the API of this space. */
export const apiUrl = (path: string): string =>
  OF_THE_PRODUCT.test(path) ? productUrl(path) : `${BASE}/api/v1${path}`;
