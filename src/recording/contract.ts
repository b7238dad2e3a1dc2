/**
 * What device and server say to each other at the injection table. A device writes *events* into its outbox and hands
 * them in, in order, as often as it takes; the server stores each once and says up to which number it has all. It tells
 * the device what the other devices of the session did. Nothing is ever resolved silently: see `EventAnswer`.
 *
 * Paths, all below /api/v1/recording:
 *
 * | what | call | answer |
 * | --- | --- | --- |
 * | sign a device in (one for each sign-in: a new sequence begins) | POST /devices `DeviceSignIn` | `DeviceGrant` |
 * | sessions at which the asker may record | GET /sessions?date=YYYY-MM-DD | `SessionList` |
 * | who lives here, what is known of them, lots, rules | GET /sessions/:id/roster?since=CURSOR (ETag, gzip) | `Roster` |
 * | hand in the outbox | POST /sync `SyncRequest` | `SyncAnswer` |
 * | what the others did | GET /sessions/:id/events?after=CURSOR&device=ID | `Feed` |
 * | one dose while the person sits there, refused when a check stops it | POST /doses `DoseRequest` | `EventAnswer` |
 * | entries of somebody who signed out (no session needed) | POST /sealed `SealedRequest` | `SealedAnswer` |
 * | figures of the session, live | GET /sessions/:id/tally, GET /sessions/:id/tally/events (SSE) | `Tally` |
 * | what a person has to decide | GET /conflicts?unit=CODE, POST /conflicts/:id `Decision` | `ConflictList` |
 * | a severe adverse event that was none | POST /severe-events/:person/:id/correction `SeverityCorrection` | – |
 */
import { z } from 'zod';
import {
  ADVERSE_EVENTS,
  ADVERSE_OUTCOMES,
  CONFLICTS,
  MAX_BATCH,
  POSTPONE_REASONS,
  REFUSALS,
  REFUSE_REASONS,
  SCREENING_FLAGS,
  SCREENING_OUTCOMES,
  SEVERITIES,
  SEVERITY_CORRECTIONS,
  STOPS,
  WARNINGS,
} from './rules.ts';

const id = z.uuid();
const moment = z.iso.datetime();
const day = z.iso.date();
const note = z.string().max(500).nullable().default(null);
const vaccine = z.string().max(40);
const lot = z.string().trim().min(1).max(40);

export const birthSchema = z.object({ on: day, precision: z.enum(['day', 'month', 'year']) });
export const doseKinds = z.enum(['primary', 'additional', 'booster']);

/** A check that the vaccinator set aside, and why. */
const override = z.object({
  code: z.enum([...STOPS, ...WARNINGS]),
  reason: z.string().trim().min(1).max(500),
});

const payloads = {
  arrived: z.object({ personId: id, by: z.enum(['qr', 'invitation', 'search', 'added']) }),
  /** Ids are made on the device, like those of all events; the server files the person with the checks of a list. */
  person_added: z.object({
    personId: id,
    name: z.string().trim().min(2).max(120),
    sex: z.enum(['M', 'F']).nullable(),
    birth: birthSchema.nullable(),
    identifiers: z
      .array(
        z.object({ kind: z.enum(['cccd', 'cmnd', 'passport', 'bhyt', 'army']), value: z.string().max(30) }),
      )
      .max(5),
    phone: z.string().max(20).nullable(),
    /** Code of the commune of residence. */
    unit: z.string().max(5),
    hamlet: z.string().max(120).nullable(),
    address: z.string().max(300).nullable(),
    residenceKind: z.enum(['permanent', 'temporary', 'absent', 'transient']).nullable(),
    /** People of the roster who were shown as possibly the same and were not taken. */
    notSame: z.array(id).max(20).default([]),
  }),
  screened: z.object({
    personId: id,
    outcome: z.enum(SCREENING_OUTCOMES),
    flags: z.array(z.enum(SCREENING_FLAGS)).max(20),
    /** Found by an earlier screening, and not so any more. What is in neither list stays as it was. */
    withdrawn: z.array(z.enum(SCREENING_FLAGS)).max(20).optional(),
    /** °C; beats a minute; mmHg; breaths a minute. Null: not measured. */
    temperature: z.number().min(30).max(45).nullable(),
    pulse: z.number().int().min(20).max(250).nullable(),
    systolic: z.number().int().min(40).max(300).nullable(),
    diastolic: z.number().int().min(20).max(200).nullable(),
    breathing: z.number().int().min(4).max(80).nullable(),
    note,
  }),
  postponed: z.object({ personId: id, reason: z.enum(POSTPONE_REASONS), until: day.nullable(), note }),
  refused: z.object({ personId: id, reason: z.enum(REFUSE_REASONS), note }),
  /** `doses`: as labelled. */
  vial_opened: z.object({ vialId: id, vaccine, lot, doses: z.number().int().min(1).max(50) }),
  vial_closed: z.object({
    vialId: id,
    /** Whole doses thrown away with it. */
    discarded: z.number().int().min(0).max(50),
    reason: z.enum(['empty', 'hours_over', 'session_over', 'broken', 'contaminated', 'other']),
    note,
  }),
  /** The id of the event is the id of the dose. */
  dose_given: z.object({
    personId: id,
    vaccine,
    lot,
    vialId: id.nullable(),
    /** Null: the rules say which it is. */
    doseKind: doseKinds.nullable(),
    /** Where in the body and how much, as the form has them. */
    site: z.enum(['left_arm', 'right_arm', 'left_thigh', 'right_thigh']).nullable(),
    overrides: z.array(override).max(10),
  }),
  dose_undone: z.object({ doseId: id, personId: id, reason: z.string().trim().min(1).max(500) }),
  observed: z.object({
    personId: id,
    doseId: id.nullable(),
    left: z.enum(['well', 'to_hospital', 'unwatched']),
  }),
  adverse_event: z.object({
    personId: id,
    doseId: id.nullable(),
    type: z.enum(ADVERSE_EVENTS),
    severity: z.enum(SEVERITIES),
    onset: moment,
    treatment: z.string().max(1000).nullable(),
    outcome: z.enum(ADVERSE_OUTCOMES),
    note,
  }),
} as const;

const common = {
  /** UUID version 7, made on the device: handing it in twice changes nothing. */
  id,
  /** 1, 2, 3, … without gaps for each device sign-in. */
  sequence: z.number().int().min(1),
  sessionId: id,
  /** Clock of the device when it happened. */
  at: moment,
};
const event = <Kind extends keyof typeof payloads>(kind: Kind) =>
  z.object({ ...common, kind: z.literal(kind), payload: payloads[kind] });

export const eventSchema = z.discriminatedUnion('kind', [
  event('arrived'),
  event('person_added'),
  event('screened'),
  event('postponed'),
  event('refused'),
  event('vial_opened'),
  event('vial_closed'),
  event('dose_given'),
  event('dose_undone'),
  event('observed'),
  event('adverse_event'),
]);
export type Event = z.output<typeof eventSchema>;
export type EventKind = Event['kind'];
export type EventOf<Kind extends EventKind> = Extract<Event, { kind: Kind }>;
export type Payload<Kind extends EventKind> = EventOf<Kind>['payload'];

/** One stop or warning about a dose; the sentence is `recording.check.<code>` of the catalogue. */
export const concernSchema = z.object({
  code: z.enum([...STOPS, ...WARNINGS]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Concern = z.output<typeof concernSchema>;

/** One side of a conflict: an event with who, where and when. */
export const versionSchema = z.object({
  eventId: id,
  kind: z.string(),
  sessionId: id,
  /** Unit of the site, as people call it. */
  site: z.string(),
  device: z.string(),
  author: z.string(),
  at: moment,
  payload: z.record(z.string(), z.unknown()),
});
export type Version = z.output<typeof versionSchema>;

export const conflictSchema = z.object({
  id,
  kind: z.enum(CONFLICTS),
  personId: id,
  personName: z.string(),
  /** The version of this event, and the one it met. Both are kept. */
  mine: versionSchema,
  theirs: versionSchema.nullable(),
  openedAt: moment,
  decision: z.enum(['keep_both', 'mine_wrong', 'theirs_wrong', 'same_event']).nullable(),
  decidedBy: z.string().nullable(),
});
export type Conflict = z.output<typeof conflictSchema>;

/**
 * What became of one event. `stored` and `conflict`: it is on the server (a conflict waits for a person's decision);
 * `already`: it was stored before; `refused`: kept aside as it came, with the reason; show it.
 */
export const eventAnswerSchema = z.object({
  id,
  sequence: z.number().int(),
  result: z.enum(['stored', 'already', 'conflict', 'refused']),
  refusal: z.enum(REFUSALS).nullable(),
  /** Of a dose: what the server's checks say, also where the vaccinator set it aside. */
  concerns: z.array(concernSchema),
  conflict: conflictSchema.nullable(),
});
export type EventAnswer = z.output<typeof eventAnswerSchema>;

export const syncRequestSchema = z.object({
  deviceId: id,
  /** In the order of their sequence. Each is checked on its own, so that one bad event holds up no other. */
  events: z.array(z.record(z.string(), z.unknown())).max(MAX_BATCH),
});
export type SyncRequest = Readonly<{ deviceId: string; events: readonly Event[] }>;

/** Another site or device that records for the same people, and when it was last heard. */
export const siteSchema = z.object({
  site: z.string(),
  device: z.string(),
  author: z.string(),
  lastSyncAt: moment.nullable(),
});

export const syncAnswerSchema = z.object({
  /** Every event of the device up to this number is on the server: what is later is not, send it again from there. */
  storedUpTo: z.number().int().min(0),
  answers: z.array(eventAnswerSchema),
  otherSites: z.array(siteSchema),
  serverTime: moment,
});
export type SyncAnswer = z.output<typeof syncAnswerSchema>;

export const feedSchema = z.object({
  events: z.array(
    z.object({
      event: z.record(z.string(), z.unknown()),
      device: z.string(),
      deviceId: id,
      author: z.string(),
      result: z.enum(['stored', 'conflict', 'refused']),
    }),
  ),
  /** Ask again after this; `more`: at once. */
  cursor: z.string(),
  more: z.boolean(),
  otherSites: z.array(siteSchema),
});
export type Feed = Omit<z.output<typeof feedSchema>, 'events'> &
  Readonly<{
    events: readonly {
      event: Event;
      device: string;
      deviceId: string;
      author: string;
      result: 'stored' | 'conflict' | 'refused';
    }[];
  }>;

export const deviceSignInSchema = z.object({
  /** What people call the device, e.g. "Bàn tiêm 2". */
  name: z.string().trim().min(1).max(60),
});
export const deviceGrantSchema = z.object({
  deviceId: id,
  /** Goes into sealed entries (`SealedEntries.token`) and nowhere else: it proves who wrote them. Forget it at sign-out. */
  token: z.string(),
  author: z.string(),
  sealing: z.object({
    keyId: id,
    /** ECDH P-256, raw uncompressed point, base64url. */
    publicKey: z.string(),
  }),
});
export type DeviceGrant = z.output<typeof deviceGrantSchema>;

/**
 * Entries that only the server can read. A fresh P-256 key pair agrees (ECDH) with the server's key; HKDF-SHA-256 of the
 * 32 shared bytes (salt: the raw ephemeral public key; info: `sotiem-seal-1`) gives the AES-256-GCM key; additional
 * data: the bytes of `keyId` as text. Plain text: UTF-8 JSON of `SealedEntries`, gzipped.
 */
export const sealedEnvelopeSchema = z.object({
  keyId: id,
  ephemeral: z.string().max(100),
  iv: z.string().max(40),
  ciphertext: z.string().max(2_000_000),
});
export type SealedEnvelope = z.output<typeof sealedEnvelopeSchema>;
export const sealedEntriesSchema = syncRequestSchema.extend({ token: z.string() });
export type SealedEntries = SyncRequest & Readonly<{ token: string }>;
export const sealedRequestSchema = z.object({ envelope: sealedEnvelopeSchema });
/** As `SyncAnswer`, without anything about people: whoever hands it in may not be who wrote it. */
export const sealedAnswerSchema = z.object({
  storedUpTo: z.number().int().min(0),
  results: z.array(eventAnswerSchema.pick({ id: true, sequence: true, result: true, refusal: true })),
});
export type SealedAnswer = z.output<typeof sealedAnswerSchema>;

export const rosterDoseSchema = z.object({
  number: z.number().int(),
  kind: doseKinds,
  vaccine: z.string().nullable(),
  lot: z.string().nullable(),
  on: day.nullable(),
  validity: z.string(),
});
export const rosterPersonSchema = z.object({
  id,
  name: z.string(),
  /** The name without accents, lower case, for search (`parseName` of the kernel makes the same). */
  nameKey: z.string(),
  sex: z.enum(['M', 'F']).nullable(),
  birth: birthSchema.nullable(),
  /** Masked. */
  nationalId: z.string().nullable(),
  phone: z.string().nullable(),
  /** First 16 bytes, base64url, of HMAC-SHA-256(`lookupKey`, number): a scanned number is found without being stored. */
  lookups: z.array(z.string()),
  unit: z.string(),
  hamlet: z.string().nullable(),
  doses: z.array(rosterDoseSchema),
  /** Hours `from`–`to` as HH:MM, and the code on the paper. */
  invitation: z
    .object({ code: z.string().nullable(), from: z.string().nullable(), to: z.string().nullable() })
    .nullable(),
  postponed: z.object({ until: day.nullable(), reason: z.string() }).nullable(),
  /** Left out where there is nothing to tell, as of nearly everybody: found by an earlier screening, and still so. */
  findings: z.array(z.object({ finding: z.enum(SCREENING_FLAGS), since: day })).optional(),
  /** The screening that forbids a dose, where no later one and no dose has set it aside. */
  contraindicated: z.object({ since: day, reason: z.string() }).optional(),
  /** `dead`, `moved_out`: shown, and warned of. */
  whereabouts: z.string(),
});
export type RosterPerson = z.output<typeof rosterPersonSchema>;

export const rosterLotSchema = z.object({
  vaccine: z.string(),
  lot: z.string(),
  expiresOn: day.nullable(),
  recalled: z.boolean(),
  /** All of it that the facility has is held back; left out by older servers. */
  quarantined: z.boolean().optional(),
  dosesPerVial: z.number().int().nullable(),
  /** Doses at the facility by the ledger; null: unknown. */
  balance: z.number().int().nullable(),
});
export type RosterLot = z.output<typeof rosterLotSchema>;

const plannedSchema = z.object({
  vaccine: z.string(),
  lot: z.string().nullable(),
  doses: z.number().int().nullable(),
});
export type Planned = z.output<typeof plannedSchema>;

export const sessionSchema = z.object({
  id,
  name: z.string(),
  unit: z.string(),
  site: z.string(),
  on: day,
  shift: z.string(),
  capacity: z.number().int().nullable(),
  vaccines: z.array(z.string()),
  /** What is meant to be given, in order: `lot` null where it is chosen on the day. Left out by older servers. */
  planned: z.array(plannedSchema).optional(),
});
export type RecordingSession = z.output<typeof sessionSchema>;
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

export const rosterSchema = z.object({
  session: sessionSchema,
  /** Give it as `since` next time; then `people` are only those who changed. */
  cursor: z.string(),
  full: z.boolean(),
  people: z.array(rosterPersonSchema),
  /** People on the whole roster: if the device counts another number, it fetches the whole again. */
  total: z.number().int(),
  /** Base64url; the same for the device's whole sign-in. */
  lookupKey: z.string(),
  lots: z.array(rosterLotSchema),
  vaccines: z.array(z.object({ code: z.string(), name: z.string(), openHours: z.number().nullable() })),
  /** The schedule in force on the day of the session, for the rules of src/schedules. */
  rules: z.unknown(),
  /** When it was made, and after which moment the device must not show it any more. */
  madeAt: moment,
  validUntil: moment,
});
export type Roster = z.output<typeof rosterSchema>;

export const openVialSchema = z.object({
  vialId: id,
  vaccine: z.string(),
  lot: z.string(),
  openedAt: moment,
  /** Null: the product says nothing. */
  useUntil: moment.nullable(),
  doses: z.number().int(),
  given: z.number().int(),
  /** Labelled doses not yet given; overfill drawn beyond the label is `given` over `doses`. */
  left: z.number().int(),
});
export const tallySchema = z.object({
  expected: z.number().int(),
  arrived: z.number().int(),
  screened: z.number().int(),
  injected: z.number().int(),
  postponed: z.number().int(),
  refused: z.number().int(),
  observing: z.number().int(),
  adverse: z.number().int(),
  severe: z.number().int(),
  vialsOpened: z.number().int(),
  openVials: z.array(openVialSchema),
  conflicts: z.number().int(),
  lastEventAt: moment.nullable(),
});
export type Tally = z.output<typeof tallySchema>;

export const conflictListSchema = z.object({ conflicts: z.array(conflictSchema), total: z.number().int() });
export const decisionSchema = z.object({
  decision: z.enum(['keep_both', 'mine_wrong', 'theirs_wrong', 'same_event']),
  reason: z.string().trim().min(3).max(500),
});
export type Decision = z.output<typeof decisionSchema>;

/** Outside the order of the outbox: it is stored when the answer is `stored`, and else it is not. */
export const doseRequestSchema = z.object({
  deviceId: id,
  event: z.object({ id, sessionId: id, at: moment, payload: payloads.dose_given }),
});

/** An event was recorded as severe and was not: the duty to report it ends, and says why. */
export const severityCorrectionSchema = z.object({
  to: z.enum(SEVERITY_CORRECTIONS),
  reason: z.string().trim().min(3).max(500),
});
export type SeverityCorrection = z.output<typeof severityCorrectionSchema>;
