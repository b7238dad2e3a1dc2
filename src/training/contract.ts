/** Where the training space stands in the address; its session cookie goes nowhere else. */
export const TRAINING_BASE = '/tap-huan';

/** Something that a task still wants: `training.missing.<code>` of the catalogues. */
export type Missing = Readonly<{ code: string; params: Readonly<Record<string, string | number>> }>;

/** Who practises, as the training space knows him. */
export type Learner = Readonly<{ accountId: string; username: string; unitId: number; unitCode: string }>;
