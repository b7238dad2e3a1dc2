import { reprojectPeople } from '../immunizations/reproject-people.ts';
import type { ListSource, Whereabouts } from '../intake/claim.ts';
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import type { Database } from '../platform/database.ts';
import { fileDecision } from '../residents/file-decision.ts';
import { lockRegister } from '../residents/file-list.ts';

export const TOLD_WHEREABOUTS = ['dead', 'moved_out', 'absent', 'here'] as const;

export type Told = Readonly<{
  personId: string;
  unitId: number;
  source: ListSource;
  whereabouts: (typeof TOLD_WHEREABOUTS)[number];
  /** The day of the death, the move, the leave; of a person who is here, the day on which somebody looked. */
  on: PlainDate;
  reason: string;
}>;

/**
 * A commune tells that somebody of its people died, moved away, is absent, or is here after all. It takes the place of
 * what it told before, and residence and figures follow at once. Throws `decision_in_future`.
 */
export async function tellWhereabouts(
  db: Database,
  actor: Actor,
  { whereabouts, ...told }: Told,
  today: PlainDate,
): Promise<void> {
  if (told.on > today) throw new AppError('decision_in_future', 'invalid');
  const says: Whereabouts | null = whereabouts === 'here' ? null : whereabouts;
  await db.transaction({ ...actor, reason: told.reason }, async (tx) => {
    await lockRegister(tx);
    await fileDecision(
      tx,
      { ...told, whereabouts: says, note: told.reason, question: `whereabouts:${told.personId}` },
      actor.name,
    );
    await reprojectPeople(tx, [told.personId]);
  });
}
