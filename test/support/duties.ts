/** The dispatch in a running product, for tests of duties. */
import { loadReferenceDirectives } from '../../src/duties/reference-directives.ts';
import type { Role } from '../../src/identity/access.ts';
import { account, address, DAY, emptyWorld } from './access.ts';
import { tester } from './database.ts';
import { units } from './lists.ts';

/** A duty as the API shows it. */
export type Shown = {
  key: string;
  item: string;
  form: string;
  state: string;
  dueAt: string;
  unit: { code: string };
  facility: string | null;
  returnReason: string | null;
  waitingFor: { code: string } | null;
  mayAnswer: boolean;
  mayCheck: boolean;
  onTime: boolean | null;
};
export type Version = {
  id: string;
  version: number;
  state: string;
  sha256: string;
  signedBy: object | null;
  findings: { code: string }[];
  steps: { action: string }[];
};
export type Page = Shown & {
  chain: Version[];
  counted: Record<string, number>;
  difference: {
    figures: { field: string; before: number | null; now: number | null }[];
    added: number;
    gone: number;
  } | null;
};

/** The morning of the dispatch. */
export const ISSUED = new Date('2021-12-14T02:00:00Z');
export const idOf = (code: string): number => units.byCode(code, DAY).id;

/** A running server with the dispatch in force, and a way to ask as an account of any role. */
export async function living(after: (stop: () => Promise<void>) => void) {
  const world = await emptyWorld(after);
  await loadReferenceDirectives(world.db, units, tester);
  const as = async <T>(
    role: Role,
    code: string,
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
    facility?: string,
  ) => {
    const username = await account(world.db, role, code, facility === undefined ? {} : { facility });
    const response = await world.server.inject({
      method,
      url: `/api/v1${url}`,
      headers: { cookie: await world.cookie(username) },
      remoteAddress: address(username),
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: response.json<T & { code?: string }>() };
  };
  return { ...world, as };
}

/** The key of a duty of the dispatch, as it stands in an address. */
export const key = (item: string, code: string, occurrence: string, facility?: string): string =>
  encodeURIComponent(
    [
      '9035-ubnd-xd6',
      item,
      idOf(code),
      occurrence,
      ...(facility === undefined ? [] : [encodeURIComponent(facility)]),
    ].join('~'),
  );
