import { at, type Calls, reason } from './call.ts';

export const persons: Calls = {
  'GET /persons': ({ code }) => ({ url: `/persons?unit=${code}&${at}` }),
  'GET /persons.xlsx': ({ code }) => ({ url: `/persons.xlsx?unit=${code}&${at}` }),
  'GET /hamlets': ({ code }) => ({ url: `/hamlets?unit=${code}&${at}` }),
  'GET /persons/{id}': ({ person }) => ({ url: `/persons/${person}` }),
  'POST /persons/{id}/reveal': ({ person }) => ({ url: `/persons/${person}/reveal`, payload: { reason } }),
  'GET /lists': ({ code }) => ({ url: `/lists?unit=${code}&${at}` }),
  'GET /findings': ({ code }) => ({ url: `/findings?unit=${code}&${at}` }),
};
