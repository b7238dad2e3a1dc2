import { DAY, type Targets } from '../access.ts';

type Call = { url: string; payload?: object };
type Target = Targets & { code: string; mine: Targets };

/** By method and path: how the route is asked for something of a target unit. */
export type Calls = Readonly<Record<string, ((target: Target) => Call) | typeof unused>>;

export const at = `mapDate=${DAY}`;
export const reason = 'thử quyền truy cập';
export const unused = '(asked below, or about the asker alone)';
