import type { ReactNode } from 'react';

/** Something that waits for the account: what, why it must be done, and the way to it. */
export type Duty = Readonly<{ key: string; what: string; why: string; go: ReactNode }>;
