import { DAY } from '../access.ts';
import { units } from '../lists.ts';
import { type Calls, reason } from './call.ts';

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

export const due: Calls = {
  'GET /due': ({ code }) => ({ url: `/due?unit=${code}&date=${DAY}` }),
  'GET /due/counts.xlsx': ({ code }) => ({ url: `/due/counts.xlsx?unit=${code}&date=${DAY}` }),
  'GET /due/people': ({ code }) => ({ url: `/due/people?unit=${code}&date=${DAY}` }),
  'GET /due.xlsx': ({ code }) => ({ url: `/due.xlsx?unit=${code}&date=${DAY}` }),
  'GET /due.pdf': ({ code }) => ({ url: `/due.pdf?unit=${code}&date=${DAY}` }),
  'GET /persons/{id}/schedule': ({ person }) => ({ url: `/persons/${person}/schedule?date=${DAY}` }),
  'GET /schedules': ({ code }) => ({ url: `/schedules?unit=${code}&date=${DAY}` }),
  'POST /schedules/preview': ({ code }) => ({ url: '/schedules/preview', payload: scheduleDraft(code) }),
  'POST /schedules': ({ code }) => ({ url: '/schedules', payload: scheduleDraft(code) }),
};
