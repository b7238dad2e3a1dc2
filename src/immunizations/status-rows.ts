/** From a person's residences and doses to the rows that coverage counts. Pure. */
import type { PlainDate } from '../kernel/plain-date.ts';
import type { ProjectedPerson } from '../residents/project-person.ts';
import type { milestones } from './project-doses.ts';

export type StatusRow = Readonly<{
  personId: string;
  unitId: number;
  kind: string;
  birthOn: PlainDate | null;
  /** Inclusive; `-infinity` when the residence is open to the past. */
  from: string;
  /** Exclusive; `infinity` when it is open. */
  to: string;
  dose1: string | null;
  dose2: string | null;
  dose3: string | null;
  full: string | null;
  lastEvent: string;
}>;

export function statusRows(
  personId: string,
  person: ProjectedPerson,
  doses: ReturnType<typeof milestones>,
): StatusRow[] {
  return person.residences.map((home) => {
    const events = [home.from, home.to, doses.dose1, doses.dose2, doses.dose3, doses.full].filter(
      (day): day is string => day !== null && day !== '-infinity',
    );
    return {
      personId,
      unitId: home.unitId,
      kind: home.kind,
      birthOn: person.birth?.on ?? null,
      from: home.from ?? '-infinity',
      to: home.to ?? 'infinity',
      dose1: doses.dose1,
      dose2: doses.dose2,
      dose3: doses.dose3,
      full: doses.full,
      lastEvent: events.sort().at(-1) ?? '-infinity',
    };
  });
}
