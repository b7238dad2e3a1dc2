import { type Calls, unused } from './call.ts';

export const help: Calls = {
  'GET /help': () => ({ url: '/help' }),
  'GET /help/search': () => ({ url: '/help/search?q=ngay+sinh' }),
  'GET /help/beside': () => ({ url: '/help/beside?route=/imports' }),
  'GET /help/guide/{slug}': () => ({ url: '/help/guide/over-100' }),
  'GET /help/findings': () => ({ url: '/help/findings' }),
  'GET /help/findings/{code}': () => ({ url: '/help/findings/dob_impossible' }),
  'GET /help/answers/{id}': ({ question }) => ({ url: `/help/answers/${question}` }),
  'GET /questions': () => ({ url: '/questions' }),
  'POST /questions': ({ code }) => ({
    url: '/questions',
    payload: { unit: code, question: 'Nạp lại một tệp thì sao?' },
  }),
  'GET /questions/of-units': () => ({ url: '/questions/of-units' }),
  'POST /questions/{id}/answer': ({ question }) => ({
    url: `/questions/${question}/answer`,
    payload: { answer: 'Không có gì thay đổi.', title: 'Nạp lại một tệp' },
  }),
  'POST /questions/{id}/withdraw': ({ question }) => ({
    url: `/questions/${question}/withdraw`,
    payload: {},
  }),
  'POST /training/enter': () => ({ url: '/training/enter', payload: {} }),
  'GET /training': () => ({ url: '/training' }),
  'GET /training/list.xlsx': unused,
  'POST /training/tasks/{id}/check': () => ({ url: '/training/tasks/import-list/check', payload: {} }),
  'GET /training/progress': ({ code }) => ({ url: `/training/progress?unit=${code}` }),
  'GET /training/progress.xlsx': ({ code }) => ({ url: `/training/progress.xlsx?unit=${code}` }),
  'POST /training/reset': () => ({ url: '/training/reset', payload: {} }),
  'GET /help/glossary': () => ({ url: '/help/glossary' }),
};
