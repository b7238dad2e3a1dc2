import { DAY, directiveOf } from '../access.ts';
import { type Calls, reason, unused } from './call.ts';

export const duties: Calls = {
  'GET /duties': ({ code }) => ({ url: `/duties?unit=${code}&date=${DAY}&of=below&done=true` }),
  'GET /duties/completeness': ({ code }) => ({
    url: `/duties/completeness?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}`,
  }),
  'GET /duties/completeness.xlsx': ({ code }) => ({
    url: `/duties/completeness.xlsx?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}`,
  }),
  'GET /duties/sums': ({ code, directive }) => ({
    url: `/duties/sums?unit=${code}&date=${DAY}&from=${DAY}&to=${DAY}&item=${directive}~bao-cao`,
  }),
  'GET /duties/{key}/proposal': ({ duty }) => ({ url: `/duties/${duty}/proposal` }),
  'GET /duties/{key}/report.xlsx': ({ duty }) => ({ url: `/duties/${duty}/report.xlsx` }),
  'GET /duties/{key}/report.pdf': ({ duty }) => ({
    url: `/duties/${duty}/report.pdf?form=end&from=2021-12-01`,
  }),
  'GET /duties/facilities': ({ code }) => ({ url: `/duties/facilities?unit=${code}&date=${DAY}` }),
  'PUT /duties/facilities': ({ code }) => ({
    url: '/duties/facilities',
    payload: { unit: code, name: 'Cơ sở lạ', openedOn: DAY },
  }),
  'POST /duties/papers': unused,
  'GET /duties/{key}': ({ duty }) => ({ url: `/duties/${duty}` }),
  'GET /duties/{key}/difference': ({ duty }) => ({ url: `/duties/${duty}/difference` }),
  'GET /duties/{key}/papers/{id}': ({ duty, submission }) => ({
    url: `/duties/${duty}/papers/${submission}`,
  }),
  'POST /duties/{key}/answers': ({ duty }) => ({ url: `/duties/${duty}/answers`, payload: { text: reason } }),
  'POST /duties/{key}/check': ({ duty, submission }) => ({
    url: `/duties/${duty}/check`,
    payload: { submission, action: 'returned', reason },
  }),
  'GET /directives': () => ({ url: '/directives' }),
  'GET /directives/{id}': ({ directive }) => ({ url: `/directives/${directive}` }),
  'GET /directives/{id}/file': ({ directive }) => ({ url: `/directives/${directive}/file` }),
  'POST /directives': ({ code }) => ({
    url: '/directives',
    payload: { unit: code, content: directiveOf(reason) },
  }),
  'PUT /directives/{id}': ({ directive }) => ({
    url: `/directives/${directive}`,
    payload: { content: directiveOf(reason) },
  }),
  'POST /directives/{id}/events': ({ directive }) => ({
    url: `/directives/${directive}/events`,
    payload: { event: 'huong-dan', at: '2021-12-14T03:00:00.000Z' },
  }),
  'POST /directives/{id}/sessions': ({ directive, code }) => ({
    url: `/directives/${directive}/sessions`,
    payload: { unit: code, at: '2021-12-14T03:00:00.000Z' },
  }),
};
