import type { Guards } from './guards.ts';
import type { Scorer } from './scorer.ts';

/** A choice between two people that is not clearer than one to sixteen is left to a person … */
const CLEAR = 4;
/** … and one without a number or a day to go by, than one to a thousand. */
const CLEAR_WHEN_VAGUE = 10;

/** By how many bits a pair must be surer than the doubt it stands in, to be joined without asking. */
export function rivalBits(guards: Guards, scorer: Scorer, i: number, j: number): number {
  scorer.score(i, j);
  return guards.isVague(i, scorer.levels) ? CLEAR_WHEN_VAGUE : CLEAR;
}
