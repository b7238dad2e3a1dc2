import { agreement } from './access-calls/agreement.ts';
import type { Calls } from './access-calls/call.ts';
import { campaigns } from './access-calls/campaigns.ts';
import { due } from './access-calls/due.ts';
import { duties } from './access-calls/duties.ts';
import { help } from './access-calls/help.ts';
import { identity } from './access-calls/identity.ts';
import { intake } from './access-calls/intake.ts';
import { persons } from './access-calls/persons.ts';
import { population } from './access-calls/population.ts';
import { reconciliation } from './access-calls/reconciliation.ts';
import { recording } from './access-calls/recording.ts';
import { reports } from './access-calls/reports.ts';
import { stock } from './access-calls/stock.ts';
import { urging } from './access-calls/urging.ts';
import { verification } from './access-calls/verification.ts';

/**
 * What each route of the API is asked, for the test of access (src/server/access.db.test.ts). A route that is not here
 * fails the test: whoever adds one says how it could be abused, and it is tried with every role and scope.
 */
export const CALLS: Calls = {
  ...agreement,
  ...campaigns,
  ...due,
  ...duties,
  ...help,
  ...identity,
  ...intake,
  ...persons,
  ...population,
  ...reconciliation,
  ...recording,
  ...reports,
  ...stock,
  ...urging,
  ...verification,
};
