import { DAY } from '../access.ts';
import { type Calls, unused } from './call.ts';

export const reports: Calls = {
  'GET /denominators': ({ code }) => ({ url: `/denominators?unit=${code}&date=${DAY}` }),
  'GET /denominators/people': ({ code }) => ({
    url: `/denominators/people?unit=${code}&date=${DAY}&part=placeUnknown`,
  }),
  'GET /coverage': ({ code }) => ({ url: `/coverage?unit=${code}&date=${DAY}` }),
  'GET /coverage.xlsx': ({ code }) => ({ url: `/coverage.xlsx?unit=${code}&date=${DAY}` }),
  'GET /coverage/events': unused,
  'GET /annex': ({ code }) => ({ url: `/annex?unit=${code}&date=${DAY}` }),
  'GET /annex.xlsx': ({ code }) => ({ url: `/annex.xlsx?unit=${code}&date=${DAY}` }),
  'GET /annex.pdf': ({ code }) => ({ url: `/annex.pdf?unit=${code}&date=${DAY}` }),
};
