/** What each route of the API is asked, for the test of access (src/server/access.db.test.ts). */
import { newId } from '../../src/kernel/ids.ts';
import { DAY, directiveOf, PASSWORD, type Targets } from './access.ts';
import { units } from './lists.ts';

/** A booster two months earlier, as a province would bring it in. */
const scheduleDraft = (code: string) => ({
  unit: units.ancestors(units.byCode(code, DAY).id, DAY).at(-1)!.code,
  number: '1/SYT',
  issuedOn: DAY,
  title: 'thử',
  from: DAY,
  reason,
  rules: {
    booster: [
      {
        number: 1,
        interval: [120, 120, 150],
        minimumAge: 18,
        maximumAge: null,
        vaccines: ['comirnaty'],
        from: DAY,
        document: '-',
      },
    ],
  },
});

type Call = { url: string; payload?: object };
type Target = Targets & { code: string; mine: Targets };
const at = `mapDate=${DAY}`;
const reason = 'thử quyền truy cập';
export const unused = '(asked below, or about the asker alone)';

/**
 * How each route is asked for something of a target unit. A route that is not here fails the test: whoever adds one says
 * how it could be abused, and it is tried with every role and scope.
 */
export const CALLS: Readonly<Record<string, ((target: Target) => Call) | typeof unused>> = {
  'POST /sign-in': unused,
  'POST /sign-out': unused,
  'POST /sign-out-everywhere': unused,
  'POST /change-password': unused,
  'POST /second-factor/propose': unused,
  'POST /second-factor/confirm': unused,
  'GET /me': () => ({ url: '/me' }),
  'GET /accounts': () => ({ url: '/accounts' }),
  'POST /accounts': ({ code }) => ({
    url: '/accounts',
    payload: {
      username: `moi-${newId()}`.slice(0, 30),
      displayName: 'Người mới',
      password: PASSWORD,
      role: 'commune-clerk',
      unit: code,
    },
  }),
  'POST /accounts/{id}/reset': ({ account: id }) => ({
    url: `/accounts/${id}/reset`,
    payload: { password: 'mat-khau-cua-ke-khac' },
  }),
  'POST /accounts/{id}/disable': ({ account: id }) => ({
    url: `/accounts/${id}/disable`,
    payload: { disabled: true },
  }),
  'GET /audit': () => ({ url: '/audit?limit=500' }),
  'GET /grants': ({ code }) => ({ url: `/grants?unit=${code}` }),
  'POST /grants': ({ code }) => ({
    url: '/grants',
    payload: {
      username: `clerk.${code}`,
      role: 'commune-clerk',
      unit: code,
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason,
    },
  }),
  'POST /grants/{id}/end': ({ grant }) => ({ url: `/grants/${grant}/end`, payload: {} }),
  'GET /units': () => ({ url: '/units' }),
  'GET /units/{code}': ({ code }) => ({ url: `/units/${code}?at=${DAY}` }),
  'GET /units/{code}/now': ({ code }) => ({ url: `/units/${code}/now?at=${DAY}` }),
  'GET /help': () => ({ url: '/help' }),
  'GET /help/search': () => ({ url: '/help/search?q=ngay+sinh' }),
  'GET /help/beside': () => ({ url: '/help/beside?route=/imports' }),
  'GET /help/guide/{slug}': () => ({ url: '/help/guide/over-100' }),
  'GET /help/findings': () => ({ url: '/help/findings' }),
  'GET /help/findings/{code}': () => ({ url: '/help/findings/dob_impossible' }),
  'GET /help/answers/{id}': ({ question }) => ({ url: `/help/answers/${question}` }),
  'GET /questions': () => ({ url: '/questions' }),
  'POST /questions': ({ code }) => ({
    url: '/questions',
    payload: { unit: code, question: 'Nạp lại một tệp thì sao?' },
  }),
  'GET /questions/of-units': () => ({ url: '/questions/of-units' }),
  'POST /questions/{id}/answer': ({ question }) => ({
    url: `/questions/${question}/answer`,
    payload: { answer: 'Không có gì thay đổi.', title: 'Nạp lại một tệp' },
  }),
  'POST /questions/{id}/withdraw': ({ question }) => ({
    url: `/questions/${question}/withdraw`,
    payload: {},
  }),
  'POST /training/enter': () => ({ url: '/training/enter', payload: {} }),
  'GET /training': () => ({ url: '/training' }),
  'GET /training/list.xlsx': unused,
  'POST /training/tasks/{id}/check': () => ({ url: '/training/tasks/import-list/check', payload: {} }),
  'GET /training/progress': ({ code }) => ({ url: `/training/progress?unit=${code}` }),
  'GET /training/progress.xlsx': ({ code }) => ({ url: `/training/progress.xlsx?unit=${code}` }),
  'POST /training/reset': () => ({ url: '/training/reset', payload: {} }),
  'GET /help/glossary': () => ({ url: '/help/glossary' }),
  'GET /imports': ({ code }) => ({ url: `/imports?unit=${code}&at=${DAY}` }),
  'POST /imports': unused,
  'GET /imports/{id}': ({ run }) => ({ url: `/imports/${run}` }),
  'GET /imports/{id}/findings': ({ run }) => ({ url: `/imports/${run}/findings` }),
  'GET /imports/{id}/returned': ({ run }) => ({ url: `/imports/${run}/returned` }),
  'POST /imports/{id}/cancel': ({ run }) => ({ url: `/imports/${run}/cancel`, payload: {} }),
  'POST /imports/{id}/commit': ({ dryRun }) => ({ url: `/imports/${dryRun}/commit`, payload: {} }),
  'PUT /imports/{id}/layout': ({ dryRun }) => ({
    url: `/imports/${dryRun}/layout`,
    payload: { sheets: [{ sheet: 'DS', columns: [{ column: 1, field: 'ignore', dose: null }] }] },
  }),
  'GET /imports/{id}/events': ({ run }) => ({ url: `/imports/${run}/events` }),
  'GET /backlog': ({ code }) => ({ url: `/backlog?unit=${code}` }),
  'POST /backlog': ({ code }) => ({
    url: '/backlog',
    payload: { unit: code, facility: 'Trạm khác', title: 'Sổ tiêm' },
  }),
  'GET /backlog/{id}': ({ sheet }) => ({ url: `/backlog/${sheet}` }),
  'PUT /backlog/{id}/rows': ({ sheet }) => ({
    url: `/backlog/${sheet}/rows`,
    payload: { rows: [{ row: 1, cells: ['Người Khác'], version: 1 }] },
  }),
  'POST /backlog/{id}/file': ({ sheet }) => ({ url: `/backlog/${sheet}/file`, payload: { reason } }),
  'POST /backlog/{id}/rows/{row}/error': ({ sheet }) => ({
    url: `/backlog/${sheet}/rows/1/error`,
    payload: { reason },
  }),
  'GET /persons': ({ code }) => ({ url: `/persons?unit=${code}&${at}` }),
  'GET /persons.xlsx': ({ code }) => ({ url: `/persons.xlsx?unit=${code}&${at}` }),
  'GET /hamlets': ({ code }) => ({ url: `/hamlets?unit=${code}&${at}` }),
  'GET /persons/{id}': ({ person }) => ({ url: `/persons/${person}` }),
  'POST /persons/{id}/reveal': ({ person }) => ({ url: `/persons/${person}/reveal`, payload: { reason } }),
  'POST /persons/{id}/merge': ({ person, mine }) => ({
    url: `/persons/${mine.person}/merge`,
    payload: { goneId: person, reason },
  }),
  'POST /persons/{id}/unmerge': ({ person }) => ({ url: `/persons/${person}/unmerge`, payload: { reason } }),
  'GET /lists': ({ code }) => ({ url: `/lists?unit=${code}&${at}` }),
  'GET /findings': ({ code }) => ({ url: `/findings?unit=${code}&${at}` }),
  'GET /absences': ({ code }) => ({ url: `/absences?unit=${code}&${at}` }),
  'GET /absences/count': ({ code }) => ({ url: `/absences/count?unit=${code}&${at}` }),
  'POST /absences/{id}/settle': ({ absence }) => ({
    url: `/absences/${absence}/settle`,
    payload: { decision: 'moved', on: '2021-12-10', reason },
  }),
  'GET /reconciliation': ({ code }) => ({ url: `/reconciliation?unit=${code}&${at}` }),
  'GET /reviews': ({ code }) => ({ url: `/reviews?unit=${code}&${at}` }),
  'POST /reviews': ({ record, mine }) => ({
    url: '/reviews',
    payload: { verdict: 'same', rows: [{ recordId: record, candidateId: mine.person }] },
  }),
  'POST /reviews/{id}': ({ record, mine }) => ({
    url: `/reviews/${record}`,
    payload: { candidateId: mine.person, verdict: 'same' },
  }),
  'POST /reviews/{id}/undo': ({ record }) => ({ url: `/reviews/${record}/undo`, payload: {} }),
  'GET /verification': ({ code }) => ({ url: `/verification?unit=${code}&${at}` }),
  'GET /verification/overview': ({ code }) => ({ url: `/verification/overview?unit=${code}&${at}` }),
  'POST /verification/{id}': ({ person }) => ({
    url: `/verification/${person}`,
    payload: {
      shown: { name: null, sex: null, birth: null, id: null },
      marks: { name: null, sex: null, birth: null, id: null },
      right: {},
    },
  }),
  'GET /verification/sheet.xlsx': ({ code }) => ({ url: `/verification/sheet.xlsx?unit=${code}&${at}` }),
  'GET /verification/list.xlsx': ({ code }) => ({
    url: `/verification/list.xlsx?unit=${code}&${at}&state=waiting`,
  }),
  'POST /verification/answers': unused,
  'GET /verification/answers': ({ code }) => ({ url: `/verification/answers?unit=${code}&${at}` }),
  'GET /verification/answers/{id}/returned': ({ run }) => ({ url: `/verification/answers/${run}/returned` }),
  'GET /verification/outdated': ({ code }) => ({ url: `/verification/outdated?unit=${code}&${at}` }),
  'GET /handover': ({ code }) => ({ url: `/handover?unit=${code}&${at}&date=${DAY}` }),
  'GET /handover/overview': ({ code }) => ({ url: `/handover/overview?unit=${code}&${at}` }),
  'POST /handover': ({ code }) => ({
    url: '/handover',
    payload: { unit: code, mapDate: DAY, date: DAY, sha256: '0'.repeat(64) },
  }),
  'POST /handover/police-figures': ({ code }) => ({
    url: '/handover/police-figures',
    payload: {
      unit: code,
      mapDate: DAY,
      date: DAY,
      entered: { '0-11': 1, '12-17': 1, '18-49': 1, '50-65': 1, '66+': 1, unknown: 1 },
    },
  }),
  'GET /handover/{id}': ({ run }) => ({ url: `/handover/${run}` }),
  'GET /handover/{id}/difference': ({ run }) => ({ url: `/handover/${run}/difference?date=${DAY}` }),
  'GET /handover/{id}/list.xlsx': ({ run }) => ({ url: `/handover/${run}/list.xlsx` }),
  'POST /handover/{id}/receipts': ({ run }) => ({
    url: `/handover/${run}/receipts`,
    payload: { role: 'health-station' },
  }),
  'GET /lists/hamlet': ({ code }) => ({
    url: `/lists/hamlet?unit=${code}&${at}&date=${DAY}&hamlet=Khu%20Xoan`,
  }),
  'GET /lists/hamlet.xlsx': ({ code }) => ({ url: `/lists/hamlet.xlsx?unit=${code}&${at}&date=${DAY}` }),
  'GET /lists/unmatched': ({ code }) => ({ url: `/lists/unmatched?unit=${code}&${at}&source=health` }),
  'GET /lists/unmatched.xlsx': ({ code }) => ({
    url: `/lists/unmatched.xlsx?unit=${code}&${at}&source=commune`,
  }),
  'GET /moves': ({ code }) => ({ url: `/moves?unit=${code}&${at}&direction=in` }),
  'GET /moves/count': ({ code }) => ({ url: `/moves/count?unit=${code}&${at}` }),
  'GET /moves/disputes': ({ code }) => ({ url: `/moves/disputes?unit=${code}&${at}` }),
  'GET /moves/shared': ({ code }) => ({ url: `/moves/shared?unit=${code}&${at}` }),
  'GET /moves/away': ({ code }) => ({ url: `/moves/away?unit=${code}&${at}` }),
  'POST /moves/answer': ({ person }) => ({
    url: '/moves/answer',
    payload: { personId: person, fromId: 1, toId: 2, answer: 'confirmed', on: '2021-12-10', reason },
  }),
  'POST /moves/settle': ({ person }) => ({
    url: '/moves/settle',
    payload: { personId: person, fromId: 1, toId: 2, answer: 'upheld', on: '2021-12-10', reason },
  }),
  'POST /moves/claims': ({ code }) => ({
    url: '/moves/claims',
    payload: {
      unit: code,
      mapDate: DAY,
      name: 'Người Mới Đến',
      sex: 'M',
      birth: '1990',
      id: '',
      hamlet: '',
      kind: 'temporary',
      from: '2021-12-01',
    },
  }),
  'POST /persons/{id}/whereabouts': ({ person }) => ({
    url: `/persons/${person}/whereabouts`,
    payload: { whereabouts: 'dead', on: '2021-12-10', reason },
  }),
  'GET /calibration': ({ code }) => ({ url: `/calibration?unit=${code}&${at}` }),
  'GET /persons/{id}/merges': ({ person }) => ({ url: `/persons/${person}/merges` }),
  'GET /proposals': ({ code }) => ({ url: `/proposals?unit=${code}&${at}` }),
  'POST /proposals': ({ person, mine }) => ({
    url: '/proposals',
    payload: { personA: mine.person, personB: person, verdict: 'same' },
  }),
  'GET /population': ({ code }) => ({ url: `/population?unit=${code}&date=${DAY}` }),
  'GET /population/band-sets': () => ({ url: '/population/band-sets' }),
  'POST /population/band-sets': () => ({
    url: '/population/band-sets',
    payload: { id: `nhom-${newId()}`.slice(0, 30), label: 'Nhóm thử', starts: [0, 60] },
  }),
  'GET /population/known': ({ code }) => ({ url: `/population/known?unit=${code}&on=${DAY}` }),
  'GET /population/reports': ({ code }) => ({ url: `/population/reports?unit=${code}&${at}` }),
  'POST /population/reports': ({ code }) => ({
    url: '/population/reports',
    payload: {
      reports: [
        { unit: code, effectiveOn: DAY, figures: [{ series: 'official', band: 'total', people: 7 }] },
      ],
    },
  }),
  'POST /population/proposals': ({ code }) => ({
    url: '/population/proposals',
    payload: { unit: code, on: DAY },
  }),
  'GET /population/reports/{id}': ({ report }) => ({ url: `/population/reports/${report}` }),
  'POST /population/reports/{id}/submit': ({ report }) => ({
    url: `/population/reports/${report}/submit`,
    payload: {},
  }),
  'POST /population/reports/{id}/check': ({ report }) => ({
    url: `/population/reports/${report}/check`,
    payload: { action: 'returned', reason },
  }),
  'POST /population/placements': ({ code }) => ({
    url: '/population/placements',
    payload: { unit: code, at: DAY, mapDate: '2025-07-01', reason, parts: [{ to: '00004' }] },
  }),
  // Files are asked for below, with lists; a run's id is no import of figures.
  'POST /population/imports': unused,
  'GET /population/imports/{id}/returned': ({ run }) => ({ url: `/population/imports/${run}/returned` }),
  'GET /gaps': ({ code }) => ({ url: `/gaps?unit=${code}&from=2021-06-01&to=2021-06-10` }),
  'GET /gaps.xlsx': ({ code }) => ({ url: `/gaps.xlsx?unit=${code}&from=2021-06-01&to=2021-06-10` }),
  'GET /gaps/people': ({ code }) => ({
    url: `/gaps/people?unit=${code}&facility=Trạm&day=2021-06-05`,
  }),
  'POST /gaps/settle': ({ code }) => ({
    url: '/gaps/settle',
    payload: {
      unit: code,
      facility: 'Trạm',
      day: '2021-06-05',
      kind: 'used_named',
      item: 'astrazeneca',
      lot: null,
      first: 0,
      second: 1,
      explanation: reason,
    },
  }),
  'GET /duties': ({ code }) => ({ url: `/duties?unit=${code}&date=${DAY}&of=below&done=true` }),
  'GET /duties/completeness': ({ code }) => ({
    url: `/duties/completeness?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}`,
  }),
  'GET /duties/completeness.xlsx': ({ code }) => ({
    url: `/duties/completeness.xlsx?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}`,
  }),
  'GET /duties/sums': ({ code, directive }) => ({
    url: `/duties/sums?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}&item=${directive}~bao-cao`,
  }),
  'GET /duties/{key}/proposal': ({ duty }) => ({ url: `/duties/${duty}/proposal` }),
  'GET /duties/{key}/report.xlsx': ({ duty }) => ({ url: `/duties/${duty}/report.xlsx` }),
  'GET /duties/{key}/report.pdf': ({ duty }) => ({
    url: `/duties/${duty}/report.pdf?form=end&from=2021-12-01`,
  }),
  'GET /duties/facilities': ({ code }) => ({ url: `/duties/facilities?unit=${code}&date=${DAY}` }),
  'PUT /duties/facilities': ({ code }) => ({
    url: '/duties/facilities',
    payload: { unit: code, name: 'Cơ sở lạ', openedOn: DAY },
  }),
  'POST /duties/papers': unused,
  'GET /duties/{key}': ({ duty }) => ({ url: `/duties/${duty}` }),
  'GET /duties/{key}/difference': ({ duty }) => ({ url: `/duties/${duty}/difference` }),
  'GET /duties/{key}/papers/{id}': ({ duty, submission }) => ({
    url: `/duties/${duty}/papers/${submission}`,
  }),
  'POST /duties/{key}/answers': ({ duty }) => ({ url: `/duties/${duty}/answers`, payload: { text: reason } }),
  'POST /duties/{key}/check': ({ duty, submission }) => ({
    url: `/duties/${duty}/check`,
    payload: { submission, action: 'returned', reason },
  }),
  'GET /directives': () => ({ url: '/directives' }),
  'GET /directives/{id}': ({ directive }) => ({ url: `/directives/${directive}` }),
  'GET /directives/{id}/file': ({ directive }) => ({ url: `/directives/${directive}/file` }),
  'POST /directives': ({ code }) => ({
    url: '/directives',
    payload: { unit: code, content: directiveOf(reason) },
  }),
  'PUT /directives/{id}': ({ directive }) => ({
    url: `/directives/${directive}`,
    payload: { content: directiveOf(reason) },
  }),
  'POST /directives/{id}/events': ({ directive }) => ({
    url: `/directives/${directive}/events`,
    payload: { event: 'huong-dan', at: '2021-12-14T03:00:00.000Z' },
  }),
  'POST /directives/{id}/sessions': ({ directive, code }) => ({
    url: `/directives/${directive}/sessions`,
    payload: { unit: code, at: '2021-12-14T03:00:00.000Z' },
  }),
  'GET /denominators': ({ code }) => ({ url: `/denominators?unit=${code}&date=${DAY}` }),
  'GET /denominators/people': ({ code }) => ({
    url: `/denominators/people?unit=${code}&date=${DAY}&part=placeUnknown`,
  }),
  'GET /due': ({ code }) => ({ url: `/due?unit=${code}&date=${DAY}` }),
  'GET /due/counts.xlsx': ({ code }) => ({ url: `/due/counts.xlsx?unit=${code}&date=${DAY}` }),
  'GET /due/people': ({ code }) => ({ url: `/due/people?unit=${code}&date=${DAY}` }),
  'GET /due.xlsx': ({ code }) => ({ url: `/due.xlsx?unit=${code}&date=${DAY}` }),
  'GET /due.pdf': ({ code }) => ({ url: `/due.pdf?unit=${code}&date=${DAY}` }),
  'GET /persons/{id}/schedule': ({ person }) => ({ url: `/persons/${person}/schedule?date=${DAY}` }),
  'GET /schedules': ({ code }) => ({ url: `/schedules?unit=${code}&date=${DAY}` }),
  'POST /schedules/preview': ({ code }) => ({ url: '/schedules/preview', payload: scheduleDraft(code) }),
  'POST /schedules': ({ code }) => ({ url: '/schedules', payload: scheduleDraft(code) }),
  'GET /campaigns': ({ code }) => ({ url: `/campaigns?unit=${code}&date=${DAY}` }),
  'POST /campaigns': ({ code }) => ({
    url: '/campaigns',
    payload: { unit: code, name: 'Chiến dịch khác', target: {}, from: DAY, to: DAY },
  }),
  'PUT /campaigns/{id}': ({ campaign, code }) => ({
    url: `/campaigns/${campaign}`,
    payload: { unit: code, name: 'Đổi tên', target: {}, from: DAY, to: DAY },
  }),
  'GET /session-sites': ({ code }) => ({ url: `/session-sites?unit=${code}&date=${DAY}` }),
  'GET /session-plan': ({ code, campaign }) => ({
    url: `/session-plan?unit=${code}&date=${DAY}&campaign=${campaign}`,
  }),
  'POST /session-proposals': ({ code }) => ({
    url: '/session-proposals',
    payload: {
      unit: code,
      from: DAY,
      days: 2,
      shifts: [{ from: '07:30', to: '11:00' }],
      sites: [{ unit: code, facility: 'Trạm Y tế', capacity: 50 }],
    },
  }),
  'GET /vaccination-sessions': ({ code }) => ({ url: `/vaccination-sessions?unit=${code}&from=${DAY}` }),
  'POST /vaccination-sessions': ({ code }) => ({
    url: '/vaccination-sessions',
    payload: {
      sessions: [
        {
          unit: code,
          facility: 'Trạm Y tế',
          on: DAY,
          from: '07:30',
          to: '11:00',
          capacity: 9,
          serves: [code],
        },
      ],
    },
  }),
  'GET /vaccination-sessions/{id}': ({ planned }) => ({ url: `/vaccination-sessions/${planned}` }),
  'PUT /vaccination-sessions/{id}': ({ planned, code }) => ({
    url: `/vaccination-sessions/${planned}`,
    payload: { on: DAY, from: '07:30', to: '11:00', capacity: 60, serves: [code], state: 'open' },
  }),
  'GET /vaccination-sessions/{id}/people': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/people`,
  }),
  'POST /vaccination-sessions/{id}/invitations': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/invitations`,
    payload: {},
  }),
  'PUT /vaccination-sessions/{id}/people/{person}': ({ planned, person }) => ({
    url: `/vaccination-sessions/${planned}/people/${person}`,
    payload: { state: 'declined', noMessages: true },
  }),
  'POST /vaccination-sessions/{id}/messages': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/messages`,
    payload: {},
  }),
  'GET /vaccination-sessions/{id}/people.xlsx': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/people.xlsx`,
  }),
  'GET /vaccination-sessions/{id}/people.pdf': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/people.pdf`,
  }),
  'GET /vaccination-sessions/{id}/invitations.pdf': ({ planned }) => ({
    url: `/vaccination-sessions/${planned}/invitations.pdf`,
  }),
  'GET /coverage': ({ code }) => ({ url: `/coverage?unit=${code}&date=${DAY}` }),
  'GET /coverage.xlsx': ({ code }) => ({ url: `/coverage.xlsx?unit=${code}&date=${DAY}` }),
  'GET /coverage/events': unused,
  'GET /annex': ({ code }) => ({ url: `/annex?unit=${code}&date=${DAY}` }),
  'GET /annex.xlsx': ({ code }) => ({ url: `/annex.xlsx?unit=${code}&date=${DAY}` }),
  'GET /annex.pdf': ({ code }) => ({ url: `/annex.pdf?unit=${code}&date=${DAY}` }),
  'GET /messages': () => ({ url: '/messages' }),
  'POST /messages/read': ({ run }) => ({ url: '/messages/read', payload: { ids: [run] } }),
  'GET /messages/events': unused,
  'GET /deliveries': () => ({ url: '/deliveries' }),
  'GET /contact': () => ({ url: '/contact' }),
  'PUT /contact': unused,
  'GET /accounts/{id}/contact': ({ account: id }) => ({ url: `/accounts/${id}/contact` }),
  'PUT /accounts/{id}/contact': ({ account: id }) => ({
    url: `/accounts/${id}/contact`,
    payload: { email: null, phone: '0987001122', byEmail: false, bySms: true, information: false },
  }),
  'GET /focals': ({ code }) => ({ url: `/focals?unit=${code}&date=${DAY}` }),
  'PUT /focals': ({ code }) => ({
    url: '/focals',
    payload: { unit: code, focal: { name: 'Người khác', phone: '0987001133' } },
  }),
  'GET /urging-rule': ({ code }) => ({ url: `/urging-rule?unit=${code}` }),
  'PUT /urging-rule': ({ code }) => ({
    url: '/urging-rule',
    payload: {
      unit: code,
      rule: { sendAt: '08:00', quiet: { from: '22:00', to: '06:00' }, lookBackDays: 9, escalation: [] },
    },
  }),
  'GET /chase': ({ code }) => ({ url: `/chase?unit=${code}&date=2021-12-20` }),
  'GET /chase.xlsx': ({ code }) => ({ url: `/chase.xlsx?unit=${code}&date=2021-12-20` }),
  'POST /chase': ({ code }) => ({
    url: '/chase',
    payload: { unit: code, action: 'call', outcome: 'promised', note: reason },
  }),
  'GET /chase/log': ({ code }) => ({ url: `/chase/log?unit=${code}&date=${DAY}` }),
  'GET /chase/help': ({ code }) => ({ url: `/chase/help?unit=${code}&date=${DAY}` }),
  'GET /recording/sessions': () => ({ url: `/recording/sessions?date=${DAY}` }),
  'POST /recording/sessions': ({ code }) => ({
    url: '/recording/sessions',
    payload: {
      unit: code,
      facility: 'Trạm lưu động',
      name: 'Buổi chiều',
      date: DAY,
      shift: 'chiều',
      capacity: null,
      vaccines: [],
    },
  }),
  'POST /recording/devices': () => ({ url: '/recording/devices', payload: { name: 'Bàn 1' } }),
  'GET /recording/sessions/{id}/roster': ({ session }) => ({ url: `/recording/sessions/${session}/roster` }),
  'GET /recording/sessions/{id}/events': ({ session }) => ({
    url: `/recording/sessions/${session}/events?after=0`,
  }),
  // Of a device that is not the asker's; what an own device may hand in is tried in src/recording.
  'POST /recording/sync': () => ({ url: '/recording/sync', payload: { deviceId: newId(), events: [] } }),
  'POST /recording/doses': ({ session, person }) => ({
    url: '/recording/doses',
    payload: {
      deviceId: newId(),
      event: {
        id: newId(),
        sessionId: session,
        at: `${DAY}T03:00:00Z`,
        payload: {
          personId: person,
          vaccine: 'astrazeneca',
          lot: 'L1',
          vialId: null,
          doseKind: null,
          site: null,
          overrides: [],
        },
      },
    },
  }),
  'POST /recording/sealed': () => ({
    url: '/recording/sealed',
    payload: { envelope: { keyId: newId(), ephemeral: 'a', iv: 'a', ciphertext: 'a' } },
  }),
  'GET /recording/sessions/{id}/tally': ({ session }) => ({ url: `/recording/sessions/${session}/tally` }),
  'GET /recording/sessions/{id}/tally/events': unused,
  'GET /recording/conflicts': ({ code }) => ({ url: `/recording/conflicts?unit=${code}&${at}` }),
  'POST /recording/conflicts/{id}': ({ conflict }) => ({
    url: `/recording/conflicts/${conflict}`,
    payload: { decision: 'keep_both', reason },
  }),
  'GET /recording/alarms': ({ code }) => ({ url: `/recording/alarms?unit=${code}&${at}` }),
  'POST /recording/alarms/{person}/{id}/reported': ({ person, alarm }) => ({
    url: `/recording/alarms/${person}/${alarm}/reported`,
    payload: {},
  }),
  'GET /stock': ({ code }) => ({ url: `/stock?unit=${code}&date=${DAY}&mapDate=${DAY}` }),
  'GET /stock/workbook': ({ code }) => ({ url: `/stock/workbook?unit=${code}&date=${DAY}&mapDate=${DAY}` }),
  'GET /stock/lot': ({ code }) => ({ url: `/stock/lot?unit=${code}&facility=Kho&item=comirnaty&lot=FF2832` }),
  'POST /stock/movements': ({ code: unit }) => ({
    url: '/stock/movements',
    payload: {
      ...{ unit, facility: 'Kho', item: 'comirnaty', lot: 'FF2832', on: DAY, kind: 'receipt' },
      ...{ doses: 60, expiresOn: null },
    },
  }),
  'POST /stock/movements/{id}/undo': ({ code: unit }) => ({
    url: `/stock/movements/${newId()}/undo`,
    payload: { unit, reason },
  }),
  'POST /stock/events': ({ code: unit }) => ({
    url: '/stock/events',
    payload: { unit, facility: 'Kho', kind: 'vvm', happenedAt: `${DAY}T08:00:00Z`, note: reason },
  }),
  'POST /stock/recalls': ({ code: unit }) => ({
    url: '/stock/recalls',
    payload: { unit, item: 'comirnaty', lot: 'FF2832', reason },
  }),
  'GET /stock/transfers': ({ code }) => ({ url: `/stock/transfers?unit=${code}` }),
  'POST /stock/transfers': ({ code: unit }) => ({
    url: '/stock/transfers',
    payload: {
      step: 'requested',
      from: { unit, facility: 'Kho' },
      to: { unit, facility: 'Trạm' },
      lines: [{ item: 'comirnaty', doses: 60 }],
    },
  }),
  'POST /stock/transfers/{id}/steps': () => ({
    url: `/stock/transfers/${newId()}/steps`,
    payload: { step: 'received', lines: [] },
  }),
  'POST /stock/books': ({ code }) => ({ url: '/stock/books', payload: { unit: code } }),
  'GET /stock/books/{id}/returned': () => ({ url: `/stock/books/${newId()}/returned` }),
};
