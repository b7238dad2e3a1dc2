import { newId } from '../../../src/kernel/ids.ts';
import { DAY } from '../access.ts';
import { type Calls, reason } from './call.ts';

export const stock: Calls = {
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
  'POST /stock/transfers/{id}/settlements': () => ({
    url: `/stock/transfers/${newId()}/settlements`,
    payload: { item: 'comirnaty', lot: 'FF2832', way: 'lost', doses: 6, reason: 'thất lạc khi chuyển' },
  }),
  'POST /stock/transfers/{id}/settlements/{settlement}/undo': () => ({
    url: `/stock/transfers/${newId()}/settlements/${newId()}/undo`,
    payload: { reason: 'ghi nhầm' },
  }),
  'POST /stock/books': ({ code }) => ({ url: '/stock/books', payload: { unit: code } }),
  'GET /stock/books/{id}/returned': () => ({ url: `/stock/books/${newId()}/returned` }),
};
