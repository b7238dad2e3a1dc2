import { DAY } from '../access.ts';
import { at, type Calls, unused } from './call.ts';

export const verification: Calls = {
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
};
