import { DAY } from '../access.ts';
import { type Calls, reason, unused } from './call.ts';

export const urging: Calls = {
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
};
