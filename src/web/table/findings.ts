import type { RosterPerson } from '../../recording/contract.ts';
import type { ScreeningFlag } from '../../recording/rules.ts';
import type { Visit } from './session-state.ts';

/** What holds of a person: found by earlier screenings and not withdrawn by that of this session, and what that found. */
export function findingsOf(person: RosterPerson | undefined, visit: Visit | undefined): ScreeningFlag[] {
  const { flags = [], withdrawn = [] } = visit?.screened ?? {};
  const before = (person?.findings ?? []).flatMap(({ finding }) =>
    withdrawn.includes(finding) ? [] : [finding],
  );
  return [...new Set([...before, ...flags])];
}
