/** Directives shipped with the product (db/reference/directives), as files of the shape in which clerks enter theirs. */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Units } from '../areas/units.ts';
import type { Actor } from '../kernel/actor.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { COUNTRY } from './contract.ts';
import { findVersions } from './directive-store.ts';
import { saveDirective } from './save-directive.ts';
import { contentSchema } from './schema.ts';

const FOLDER = new URL('../../db/reference/directives/', import.meta.url);
/** `unit`: code of the unit whose directive it is; null for one of the whole country. */
const fileSchema = z.object({ id: z.string(), unit: z.string().nullable(), content: contentSchema });
export type ReferenceDirective = z.output<typeof fileSchema>;

export const referenceDirectives = (): ReferenceDirective[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => fileSchema.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));

/** Records the shipped directives that are not known yet, as of the day of each; what somebody has edited since stays. */
export async function loadReferenceDirectives(db: Database, units: Units, actor: Actor): Promise<void> {
  for (const { id, unit, content } of referenceDirectives())
    if ((await findVersions(db, id)).length === 0)
      await saveDirective(
        db,
        units,
        actor,
        {
          id,
          unitId: unit === null ? COUNTRY : units.byCode(unit, content.issuedOn).id,
          content,
          file: null,
        },
        new Date(momentOf(content.issuedOn, '00:00')),
      );
}
