/**
 * Who on this device may be the person who is being added: the scorer of src/linkage under the pinned model, the same
 * that matches lists on the server. Loaded when somebody is first added; pure, and works without a network.
 */
import model from '../../../db/reference/linkage/person-model.json' with { type: 'json' };
import { foldText } from '../../kernel/vietnamese-text.ts';
import { LinkIndex } from '../../linkage/link-index.ts';
import type { Model } from '../../linkage/model.ts';
import { personValues } from '../../linkage/person-schema.ts';
import type { RosterPerson } from '../../recording/contract.ts';

export type Described = Pick<RosterPerson, 'name' | 'sex' | 'birth' | 'hamlet' | 'unit'>;
export type Similar = Readonly<{
  id: string;
  probability: number /** Sure enough that a list would join them. */;
  same: boolean;
}>;

const SHOWN = { day: 10, month: 7, year: 4 } as const;

// Numbers lie masked on the device; an equal number is found by its look-up code before anybody gets here.
const valuesOf = ({ name, sex, birth, hamlet, unit }: Described) =>
  personValues({
    name,
    sex,
    birth: birth === null ? null : birth.on.slice(0, SHOWN[birth.precision]),
    unit,
    hamlet: hamlet === null ? null : foldText(hamlet),
  });

/** Reads the people once (8,000 in about a quarter of a second); each question then costs a millisecond. */
export function similarAmong(people: Iterable<RosterPerson>): (person: Described) => readonly Similar[] {
  const index = new LinkIndex(model as unknown as Model);
  for (const person of people) index.add({ id: person.id, values: valuesOf(person) });
  return (person) =>
    index
      .candidates(valuesOf(person), 5)
      .map(({ id, probability, band }) => ({ id, probability, same: band === 'same' }));
}
