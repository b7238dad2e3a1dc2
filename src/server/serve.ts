import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { reportFormRoutes } from '../agreement/report-routes.ts';
import { agreementRoutes } from '../agreement/routes.ts';
import { areaRoutes } from '../areas/routes.ts';
import type { Units } from '../areas/units.ts';
import { backlogRoutes } from '../backlog/routes.ts';
import { campaignRoutes } from '../campaigns/campaign-routes.ts';
import { peopleRoutes } from '../campaigns/people-routes.ts';
import { planRoutes } from '../campaigns/plan-routes.ts';
import { startSending } from '../campaigns/send-invitations.ts';
import { sessionRoutes } from '../campaigns/session-routes.ts';
import { plannedSessions } from '../campaigns/session-source.ts';
import { dueRoutes } from '../due/due-routes.ts';
import { startReviews } from '../due/review-doses.ts';
import { scheduleRoutes } from '../due/schedule-routes.ts';
import { directiveRoutes } from '../duties/directive-routes.ts';
import { dutyRoutes } from '../duties/duty-routes.ts';
import { progressRoutes } from '../duties/progress-routes.ts';
import { alarmClock } from '../duties/severe-alarms.ts';
import { severeRoutes } from '../duties/severe-routes.ts';
import { questionRoutes } from '../help/question-routes.ts';
import { helpRoutes } from '../help/routes.ts';
import { adminRoutes } from '../identity/admin-routes.ts';
import { installGuard, sessionCookie } from '../identity/guard.ts';
import { lendingRoutes } from '../identity/lending-routes.ts';
import { identityRoutes } from '../identity/routes.ts';
import { exportRoutes } from '../immunizations/export-routes.ts';
import { importRoutes } from '../immunizations/import-routes.ts';
import { listRoutes } from '../immunizations/list-routes.ts';
import { writeLotFindings } from '../immunizations/lot-findings.ts';
import { personRoutes } from '../immunizations/routes.ts';
import { type RunWorker, startRunWorker } from '../immunizations/run-worker.ts';
import type { PlainDate } from '../kernel/plain-date.ts';
import { clockOf } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Database, Tx } from '../platform/database.ts';
import { createServer } from '../platform/http.ts';
import { populationRoutes } from '../population/routes.ts';
import { boardRoutes } from '../reconciliation/board-routes.ts';
import { handoverRoutes } from '../reconciliation/handover-routes.ts';
import { mergeRoutes } from '../reconciliation/merge-routes.ts';
import { movesRoutes } from '../reconciliation/moves-routes.ts';
import { printRoutes } from '../reconciliation/print-routes.ts';
import { reviewRoutes } from '../reconciliation/review-routes.ts';
import { verificationRoutes } from '../reconciliation/verification-routes.ts';
import { decisionRoutes } from '../recording/decision-routes.ts';
import { ownSessions } from '../recording/own-sessions.ts';
import { recordingRoutes } from '../recording/routes.ts';
import { joinSessions } from '../recording/table-session.ts';
import { annexRoutes } from '../reports/annex-routes.ts';
import { denominatorRoutes } from '../reports/denominator-routes.ts';
import { foldCounts } from '../reports/fold-counts.ts';
import { registerCounter } from '../reports/register-counts.ts';
import { reportRoutes } from '../reports/routes.ts';
import { bookRoutes } from '../stock/book-routes.ts';
import { stockRoutes } from '../stock/routes.ts';
import { slipRoutes } from '../stock/slip-routes.ts';
import { transferRoutes } from '../stock/transfers/routes.ts';
import { TRAINING_BASE } from '../training/contract.ts';
import { oversightRoutes } from '../training/oversight-routes.ts';
import { trainingRoutes } from '../training/routes.ts';
import type { TrainingSpace } from '../training/space.ts';
import { chaseRoutes } from '../urging/chase-routes.ts';
import { contactRoutes } from '../urging/contact-routes.ts';
import { gatewayOf, openWays } from '../urging/deliver.ts';
import { messageRoutes } from '../urging/message-routes.ts';
import { startUrging } from '../urging/start-urging.ts';

const FOLD_EVERY_MS = 60_000;

export type Serving = Readonly<{ server: FastifyInstance; worker: RunWorker; stop(): Promise<void> }>;

/** Says what went wrong in the background: the message alone, for an error's details may quote a row. */
export const trouble = (error: unknown): void =>
  console.error(error instanceof Error ? error.message : error);

export type ServeOptions = Readonly<{
  /** Reads the lists: in this process unless the caller gives one that has a process of its own (worker-process.ts). */
  worker?: RunWorker;
  /** Where this server stands in the address: its cookies go nowhere else. */
  base?: string;
  /** The training space beside this server; without one nobody can enter it. Stopped with it. */
  training?: TrainingSpace;
}>;

/** Wires the features into one server and starts its housekeeping. */
export async function serve(
  config: Config,
  db: Database,
  units: Units,
  { worker = startRunWorker(db, units, trouble), base = '/', training }: ServeOptions = {},
): Promise<Serving> {
  const clock = clockOf(config);
  const roots = config.SOTIEM_SIGNING_ROOTS;
  const signingRoots = roots === undefined ? null : await readFile(roots, 'latin1');
  const server = await createServer(config, async (api) => {
    const guard = installGuard(api, db, units, config.SOTIEM_SECOND_FACTOR === 'on');
    const cookie = sessionCookie(config, base);
    identityRoutes(api, { db, units, guard, config, cookie });
    adminRoutes(api, { db, units, guard });
    lendingRoutes(api, { db, units, guard });
    areaRoutes(api, units);
    helpRoutes(api, db);
    questionRoutes(api, { db, units, guard });
    trainingRoutes(api, {
      db,
      units,
      guard,
      space: training ?? null,
      cookie: sessionCookie(config, TRAINING_BASE),
      clock,
    });
    oversightRoutes(api, { db, units, guard, space: training ?? null });
    importRoutes(api, { db, units, guard, worker });
    personRoutes(api, { db, units, guard });
    listRoutes(api, { db, units, guard });
    exportRoutes(api, { db, units, guard });
    stockRoutes(api, { db, units, guard, clock });
    slipRoutes(api, { db, units, guard, clock });
    transferRoutes(api, { db, units, guard, clock });
    const afterBook = (tx: Tx, lots: readonly string[]) => writeLotFindings(tx, { lots });
    bookRoutes(api, { db, units, guard, clock, afterBook });
    dueRoutes(api, { db, units, guard, clock });
    scheduleRoutes(api, { db, units, guard, clock });
    backlogRoutes(api, { db, units, guard, clock });
    boardRoutes(api, { db, units, guard });
    mergeRoutes(api, { db, units, guard });
    reviewRoutes(api, { db, units, guard });
    verificationRoutes(api, { db, units, guard, clock });
    handoverRoutes(api, { db, units, guard, clock });
    movesRoutes(api, { db, units, guard, clock });
    printRoutes(api, { db, units, guard, clock });
    const countRegister = registerCounter(db, units);
    populationRoutes(api, { db, units, guard, countRegister, clock });
    reportRoutes(api, { db, units, guard });
    annexRoutes(api, { db, units, guard });
    denominatorRoutes(api, { db, units, guard, countRegister });
    progressRoutes(api, { db, units, guard, clock });
    dutyRoutes(api, { db, units, guard, clock, signingRoots });
    directiveRoutes(api, { db, units, guard, clock });
    severeRoutes(api, { db, units, guard, clock });
    const sessions = joinSessions([plannedSessions(db, units), ownSessions(db, units)]);
    agreementRoutes(api, { db, units, guard, clock });
    reportFormRoutes(api, { db, units, guard, clock, sessions });
    messageRoutes(api, { db, units, guard, alarms: alarmClock(db, units, guard, clock) });
    contactRoutes(api, { db, units, guard, clock });
    chaseRoutes(api, { db, units, guard, clock });
    campaignRoutes(api, { db, units, guard, clock });
    planRoutes(api, { db, units, guard, clock });
    sessionRoutes(api, { db, units, guard, clock });
    peopleRoutes(api, { db, units, guard, gateway: gatewayOf(config) !== null });
    recordingRoutes(api, { db, units, guard, clock, sessions });
    decisionRoutes(api, { db, units, guard, clock });
  });
  if (training !== undefined)
    server.route({
      method: ['GET', 'POST', 'PUT', 'DELETE'],
      url: `${TRAINING_BASE}/*`,
      schema: { hide: true },
      config: { access: 'public' },
      // Handed over before anything is read: whoever may do what there is asked there.
      onRequest: async (request, reply) => {
        reply.hijack();
        await training.answer(request.raw, reply.raw);
      },
      handler: () => {},
    });
  const fold = (): void => {
    foldCounts(
      db,
      { accountId: null, name: 'system', onBehalfOf: null, requestId: 'fold', reason: 'fold counts' },
      new Date().toISOString().slice(0, 10) as PlainDate,
    ).catch(trouble);
  };
  const timer = setInterval(fold, FOLD_EVERY_MS);
  const reviews = startReviews(db, units, trouble);
  const urging = startUrging(db, units, openWays(config), clock, trouble);
  const gateway = gatewayOf(config);
  const sending = gateway === null ? null : startSending(db, units, gateway, trouble);
  return {
    server,
    worker,
    stop: async () => {
      clearInterval(timer);
      await reviews.stop();
      await urging.stop();
      await sending?.stop();
      await training?.stop();
      await worker.stop();
      server.server.closeAllConnections();
      await server.close();
    },
  };
}
