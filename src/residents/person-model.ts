import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../linkage/model.ts';

const PATH = join(import.meta.dirname, '../../db/reference/linkage/person-model.json');
let model: Model | null = null;

/** Names the model in every link that it decided: the same rows under the same model always meet the same people. */
export const PERSON_MODEL = 'linkage:1';

/** The pinned model of Vietnamese lists (db/reference/linkage/README.md says how it was made). */
export const personModel = (): Model => (model ??= JSON.parse(readFileSync(PATH, 'utf8')) as Model);
