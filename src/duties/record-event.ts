/** One command: something happened that starts duties: the guidance arrived, a session ended. */
import type { Actor } from '../kernel/actor.ts';
import { AppError } from '../kernel/app-error.ts';
import { newId } from '../kernel/ids.ts';
import type { Database } from '../platform/database.ts';
import { type Directive, type DirectiveEvent, SESSION_EVENT } from './contract.ts';
import { addEvent, findVersions } from './directive-store.ts';

/** Throws `directive_unknown`. */
export async function getDirective(db: Database, id: string): Promise<Directive> {
  const [newest] = await findVersions(db, id);
  if (newest === undefined) throw new AppError('directive_unknown', 'not-found', { id });
  return newest;
}

/** Throws `directive_unknown`, `directive_event_unknown`, `event_in_future`. */
export async function recordEvent(
  db: Database,
  actor: Actor,
  event: Pick<DirectiveEvent, 'directiveId' | 'event' | 'unitId' | 'facility' | 'at' | 'note'>,
  now: Date,
): Promise<DirectiveEvent> {
  const directive = await getDirective(db, event.directiveId);
  const known =
    event.unitId === null
      ? directive.events.some(({ key }) => key === event.event)
      : event.event === SESSION_EVENT;
  if (!known) throw new AppError('directive_event_unknown', 'invalid', { item: event.event });
  if (Date.parse(event.at) > now.getTime()) throw new AppError('event_in_future', 'invalid');
  const recorded = { ...event, id: newId(), recordedBy: actor.name, recordedAt: now.toISOString() };
  await db.transaction(actor, (tx) => addEvent(tx, recorded));
  return recorded;
}
