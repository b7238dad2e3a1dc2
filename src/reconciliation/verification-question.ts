/** How people of a verification are chosen and shown, on the page and on paper alike. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mask } from '../identity/access.ts';
import { personCode } from '../kernel/person-code.ts';
import { VERIFICATION_STATES, type VerifiedPerson } from './find-identities.ts';
import type { Identity } from './identity-fields.ts';
import { type Deps, placed } from './scope.ts';

/** The largest commune of the country has some 100 thousand people. */
export const MOST_OF_A_COMMUNE = 150_000;

export const verificationFilters = {
  ...placed,
  state: z.enum(VERIFICATION_STATES).optional(),
  hamlet: z.string().max(80).optional(),
};

export const questionOf = (
  query: Readonly<{ state?: VerifiedPerson['state'] | undefined; hamlet?: string | undefined }>,
) => ({ state: query.state ?? null, hamlet: query.hamlet ?? null });

/** Numbers stand in clear for who compares them, and masked for everybody else. */
export const maskedIdentity = (identity: Identity, clear: boolean): Identity =>
  clear ? identity : { ...identity, id: mask(identity.id) };

/** A person as the asker may see him: numbers for the police, doses for health. */
export const shownPerson = ({ guard }: Deps, request: FastifyRequest, person: VerifiedPerson) => ({
  personId: person.personId,
  code: personCode(person.personId),
  ...maskedIdentity(person.identity, guard.allows(request, 'identity.verify', person.unitId)),
  hamlet: person.hamlet,
  household: person.household,
  state: person.state,
  marks: person.marks,
  corrected: person.corrected,
  checkedBy: person.checkedBy,
  checkedAt: person.checkedAt,
  doses: guard.fields(request, 'verification.view', person.unitId).has('doses') ? person.doses : null,
});
