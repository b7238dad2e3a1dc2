/**
 * Where this application stands: at the root, or below the address of the training space, which is the same application
 * on another database. Every address of the product is made here, so that practice cannot reach the register.
 */
export const TRAINING_BASE = '/tap-huan';

export const inTraining =
  location.pathname === TRAINING_BASE || location.pathname.startsWith(`${TRAINING_BASE}/`);
export const BASE = inTraining ? TRAINING_BASE : '';

/** The address of something of the API, of this space. */
export const apiUrl = (path: string): string => `${BASE}/api/v1${path}`;
