import { type Language, sentence } from '../platform/messages.ts';
import type { Missing } from './contract.ts';

/** So many things are told at once; whoever has mended them asks again. */
const MOST = 6;

/** What is still missing, in sentences. */
export const told = (missing: readonly Missing[], language: Language): string[] =>
  missing.slice(0, MOST).map(({ code, params }) => sentence(language, `training.missing.${code}`, params));
