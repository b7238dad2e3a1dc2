import { DAY } from '../access.ts';
import { at, type Calls, reason } from './call.ts';

export const reconciliation: Calls = {
  'POST /persons/{id}/merge': ({ person, mine }) => ({
    url: `/persons/${mine.person}/merge`,
    payload: { goneId: person, reason },
  }),
  'POST /persons/{id}/unmerge': ({ person }) => ({ url: `/persons/${person}/unmerge`, payload: { reason } }),
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
};
