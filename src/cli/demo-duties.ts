import { DEMO_PLAN } from '../../db/demo/directive.ts';
import type { Units } from '../areas/units.ts';
import { hashContent } from '../duties/canonical.ts';
import type { ExpectedDuty, Figures, Submission } from '../duties/contract.ts';
import { putFacility } from '../duties/directive-store.ts';
import { expandDuties } from '../duties/expand-duties.ts';
import { loadSource } from '../duties/find-duties.ts';
import { recordEvent } from '../duties/record-event.ts';
import { loadReferenceDirectives } from '../duties/reference-directives.ts';
import { saveDirective } from '../duties/save-directive.ts';
import { contentSchema } from '../duties/schema.ts';
import { addStep, addSubmission } from '../duties/submission-store.ts';
import type { Actor } from '../kernel/actor.ts';
import { newId } from '../kernel/ids.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { seededRandom } from '../kernel/seeded-random.ts';
import { momentOf } from '../kernel/vietnam-time.ts';
import { DEMO_DAY } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/database.ts';

const PROVINCE = '22';
const HOSPITAL = { code: '193', name: 'Bệnh viện Bãi Cháy', openedOn: '2021-03-08' as PlainDate };
const PLAN_SPAN = { from: '2021-11-29', to: '2021-12-13' } as { from: PlainDate; to: PlainDate };
/** How stations reported: most in time, some late, some that did not inject, some not at all. */
const SHARES = { late: 0.06, zero: 0.12, missing: 0.05 };

/**
 * Directives of the demonstration: the dispatch with its guidance arrived on its own day, and two weeks of daily reports
 * before it. Everything is dated on the clock of those days. Does nothing where there are directives already.
 */
export async function loadDemoDuties(db: Database, units: Units, actor: Actor): Promise<void> {
  const known = await db.query('SELECT 1 FROM app.directive WHERE id = $1', [DEMO_PLAN.id]);
  if (known.length > 0) return;
  const province = units.byCode(PROVINCE, DEMO_DAY).id;
  const content = contentSchema.parse(DEMO_PLAN.content);
  const plan = { id: DEMO_PLAN.id, unitId: province, content, file: null };
  await saveDirective(db, units, actor, plan, new Date(momentOf(content.issuedOn, '09:00')));
  await loadReferenceDirectives(db, units, actor);
  const arrived = momentOf(DEMO_DAY, '00:00');
  const note = 'Hướng dẫn sử dụng phân hệ báo cáo chỉ đạo điều hành';
  for (const { id, events } of (await loadSource(db)).directives)
    for (const { key } of events)
      await recordEvent(
        db,
        actor,
        { directiveId: id, event: key, unitId: null, facility: null, at: arrived, note },
        new Date(arrived),
      );
  const source = await loadSource(db);
  const duties = expandDuties(units, source, [province], PLAN_SPAN).answered;
  const random = seededRandom(9035);
  await db.transaction(actor, async (tx) => {
    await putFacility(tx, { unitId: units.byCode(HOSPITAL.code, DEMO_DAY).id, closedOn: null, ...HOSPITAL });
    for (const duty of duties) await answer(tx, actor, duty, random);
  });
}

async function answer(tx: Tx, actor: Actor, duty: ExpectedDuty, random: () => number): Promise<void> {
  const [fate, minutes, doses] = [random(), Math.floor(random() * 240), random()];
  if (fate < SHARES.missing) return;
  const late = fate < SHARES.missing + SHARES.late;
  const at = new Date(
    Date.parse(duty.dueAt) + (late ? 60_000 + minutes * 300_000 : -minutes * 60_000),
  ).toISOString();
  const zeroReason = random() < SHARES.zero ? 'Không tổ chức buổi tiêm' : null;
  const injected = Math.floor(doses * 90);
  const figures: Figures =
    zeroReason !== null
      ? {}
      : {
          sites: 1,
          'injected.dose1': Math.floor(injected * 0.1),
          'injected.dose2': Math.floor(injected * 0.4),
          'injected.dose3': Math.floor(injected * 0.5),
          'reactions.common': Math.floor(injected * 0.05),
          'reactions.severe': 0,
        };
  const submission: Omit<Submission, 'steps'> = {
    id: newId(),
    dutyKey: duty.key,
    directiveId: duty.directive.id,
    itemId: duty.item.id,
    unitId: duty.unitId,
    facility: duty.facility,
    day: duty.day,
    version: 1,
    figures,
    counted: {},
    fields: {},
    text: null,
    zeroReason,
    basis: { files: [], reports: [], rowsInReview: 0, changedAt: null },
    signedBy: null,
    completeness: { filled: Object.keys(figures).length, asked: Object.keys(figures).length },
    sha256: hashContent({
      duty: duty.key,
      figures,
      counted: {},
      rows: [],
      text: null,
      zeroReason,
      file: null,
    }),
    fileId: null,
    fileName: null,
    signatureId: null,
    signatureName: null,
    by: actor.name,
    onBehalfOf: null,
    accountId: null,
    recordedAt: at,
  };
  await addSubmission(tx, submission);
  await addStep(tx, duty.unitId, submission.id, newId(), {
    action: 'submitted',
    checkerId: null,
    by: actor.name,
    accountId: null,
    at,
    reason: null,
  });
}
