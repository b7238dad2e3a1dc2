import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import type { ExpectedDuty } from '../duties/contract.ts';
import { type Deps, dutyAccess } from '../duties/duty-access.ts';
import { getExpected } from '../duties/submit-duty.ts';
import { AppError } from '../kernel/app-error.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import type { SessionSource } from '../recording/table-session.ts';
import { findReport } from './find-report.ts';
import { proposeReport } from './propose-report.ts';
import { REPORT_FORMS, reportPaper } from './report-paper.ts';

const keyParameter = z.object({ key: z.string().max(300) });
const printed = z.object({
  form: z.enum(REPORT_FORMS).default('daily'),
  /** First day of the round that ends. */
  from: dateParameter.optional(),
});

/** The daily report as it comes out of the register, and as the paper that the Ministry asks for. */
export function reportFormRoutes(
  server: FastifyInstance,
  deps: Deps & Readonly<{ sessions: SessionSource }>,
): void {
  const { db, units, guard, sessions } = deps;
  const api = withTypes(server);
  const { maySee } = dutyAccess(deps);

  const seen = async (request: FastifyRequest, key: string): Promise<ExpectedDuty> => {
    const duty = await getExpected(db, units, key);
    if (!maySee(request, duty) || duty.item.form !== 'daily_vaccination')
      throw new AppError('duty_unknown', 'not-found', { key });
    return duty;
  };
  api.get(
    '/duties/:key/proposal',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'The figures of a daily report as sessions, doses and the ledger have them',
        params: keyParameter,
      },
    },
    async (request) => ({
      figures: await proposeReport(db, units, sessions, await seen(request, request.params.key)),
    }),
  );
  const paperOf = async (request: FastifyRequest, key: string, query: z.output<typeof printed>) => {
    const duty = await seen(request, key);
    const from = query.from ?? duty.period.from;
    if (from > duty.period.from) throw new AppError('report_round_backwards', 'invalid');
    const report = await findReport(db, units, sessions, duty, { form: query.form, from });
    const actor = guard.actor(request, null, 'duty.view', duty.unitId);
    await recordRead(db, actor, 'export', 'daily_report', key, query);
    return reportPaper(report, languageOf(request));
  };
  api.get(
    '/duties/:key/report.xlsx',
    {
      config: { access: 'duty.view' },
      schema: {
        summary: 'The daily report, or that of the end of a round, as a workbook',
        params: keyParameter,
        querystring: printed,
      },
    },
    async (request, reply) => {
      const paper = await paperOf(request, request.params.key, request.query);
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', 'attachment; filename="bao-cao-tiem.xlsx"')
        .send(Buffer.from(await paperWorkbook([paper], languageOf(request))));
    },
  );
  api.get(
    '/duties/:key/report.pdf',
    {
      config: { access: 'duty.view' },
      schema: { summary: 'The same as a PDF', params: keyParameter, querystring: printed },
    },
    async (request, reply) => {
      const paper = await paperOf(request, request.params.key, request.query);
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="bao-cao-tiem.pdf"')
        .send(Buffer.from(await paperPdf(paper, languageOf(request))));
    },
  );
}
