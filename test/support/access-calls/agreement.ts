import { type Calls, reason } from './call.ts';

export const agreement: Calls = {
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
};
