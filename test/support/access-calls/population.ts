import { newId } from '../../../src/kernel/ids.ts';
import { DAY } from '../access.ts';
import { at, type Calls, reason, unused } from './call.ts';

export const population: Calls = {
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
};
