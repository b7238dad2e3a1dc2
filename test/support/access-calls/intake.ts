import { DAY } from '../access.ts';
import { type Calls, reason, unused } from './call.ts';

export const intake: Calls = {
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
};
