import { DAY } from '../access.ts';
import type { Calls } from './call.ts';

export const campaigns: Calls = {
  'GET /campaigns': ({ code }) => ({ url: `/campaigns?unit=${code}&date=${DAY}` }),
  'POST /campaigns': ({ code }) => ({
    url: '/campaigns',
    payload: { unit: code, name: 'Chiến dịch khác', target: {}, from: DAY, to: DAY },
  }),
  'GET /campaigns/{id}': ({ campaign, code }) => ({ url: `/campaigns/${campaign}?unit=${code}&date=${DAY}` }),
  'POST /campaigns/{id}/preview': ({ campaign }) => ({
    url: `/campaigns/${campaign}/preview`,
    payload: { name: 'Đổi tên', target: {}, from: DAY, to: DAY, closed: true, version: 1 },
  }),
  'PUT /campaigns/{id}': ({ campaign }) => ({
    url: `/campaigns/${campaign}`,
    payload: {
      ...{ name: 'Đổi tên', target: {}, from: DAY, to: DAY, closed: false, version: 1 },
      reason: 'Theo công điện',
    },
  }),
  'GET /session-sites': ({ code }) => ({ url: `/session-sites?unit=${code}&date=${DAY}` }),
  'GET /session-lots': ({ code }) => ({
    url: `/session-lots?unit=${code}&facility=Tr%E1%BA%A1m%20Y%20t%E1%BA%BF&date=${DAY}`,
  }),
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
          from: '13:30',
          to: '16:30',
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
};
