import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateParameter } from '../areas/routes.ts';
import { recordRead } from '../audit/record-read.ts';
import type { ExpectedDuty, Form } from '../duties/contract.ts';
import { type Deps, dutyAccess } from '../duties/duty-access.ts';
import { getExpected } from '../duties/submit-duty.ts';
import { AppError } from '../kernel/app-error.ts';
import { paperPdf } from '../papers/paper-pdf.ts';
import { paperWorkbook } from '../papers/paper-workbook.ts';
import { languageOf, withTypes } from '../platform/http.ts';
import type { SessionSource } from '../recording/table-session.ts';
import { findReport } from './find-report.ts';
import { proposeReport } from './propose-report.ts';
import { proposeSevere } from './propose-severe.ts';
import { REPORT_FORMS, reportPaper } from './report-paper.ts';

const keyParameter = z.object({ key: z.string().max(300) });
const printed = z.object({
  form: z.enum(REPORT_FORMS).default('daily'),
  /** First day of the round that ends. */
  from: dateParameter.optional(),
});

/** Reports as they come out of the register, and the daily one as the paper that the Ministry asks for. */
export function reportFormRoutes(
  server: FastifyInstance,
  deps: Deps & Readonly<{ sessions: SessionSource }>,
): void {
  const { db, units, guard, sessions } = deps;
  const api = withTypes(server);
  const { maySee, mayAnswer } = dutyAccess(deps);

  const seen = async (
    request: FastifyRequest,
    key: string,
    ...forms: readonly Form[]
  ): Promise<ExpectedDuty> => {
    const duty = await getExpected(db, units, key);
    if (!maySee(request, duty) || !forms.includes(duty.item.form))
      throw new AppError('duty_unknown', 'not-found', { key });
    return duty;
  };
  api.get(
    '/duties/:key/proposal',
    {
      config: { access: 'duty.view' },
      schema: {
        summary:
          'A daily report as sessions, doses and the ledger have it, or that of a severe event as it was recorded',
        params: keyParameter,
      },
    },
    async (request) => {
      const duty = await seen(request, request.params.key, 'daily_vaccination', 'severe_event');
      if (duty.item.form === 'daily_vaccination')
        return { fields: {}, figures: await proposeReport(db, units, sessions, duty) };
      // What is known of one patient is shown to whoever reports it.
      if (!mayAnswer(request, duty)) throw new AppError('forbidden', 'forbidden', { action: 'duty.answer' });
      return proposeSevere(db, units, duty);
    },
  );
  const paperOf = async (request: FastifyRequest, key: string, query: z.output<typeof printed>) => {
    const duty = await seen(request, key, 'daily_vaccination');
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
