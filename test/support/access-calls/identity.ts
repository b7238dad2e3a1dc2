import { newId } from '../../../src/kernel/ids.ts';
import { DAY, PASSWORD } from '../access.ts';
import { type Calls, reason, unused } from './call.ts';

export const identity: Calls = {
  'POST /sign-in': unused,
  'POST /sign-out': unused,
  'POST /sign-out-everywhere': unused,
  'POST /change-password': unused,
  'POST /second-factor/propose': unused,
  'POST /second-factor/confirm': unused,
  'GET /me': () => ({ url: '/me' }),
  'GET /accounts': () => ({ url: '/accounts' }),
  'POST /accounts': ({ code }) => ({
    url: '/accounts',
    payload: {
      username: `moi-${newId()}`.slice(0, 30),
      displayName: 'Người mới',
      password: PASSWORD,
      role: 'commune-clerk',
      unit: code,
    },
  }),
  'POST /accounts/{id}/reset': ({ account: id }) => ({
    url: `/accounts/${id}/reset`,
    payload: { password: 'mat-khau-cua-ke-khac' },
  }),
  'POST /accounts/{id}/disable': ({ account: id }) => ({
    url: `/accounts/${id}/disable`,
    payload: { disabled: true },
  }),
  'GET /audit': () => ({ url: '/audit?limit=500' }),
  'GET /grants': ({ code }) => ({ url: `/grants?unit=${code}` }),
  'POST /grants': ({ code }) => ({
    url: '/grants',
    payload: {
      username: `clerk.${code}`,
      role: 'commune-clerk',
      unit: code,
      until: new Date(Date.now() + 86_400_000).toISOString(),
      reason,
    },
  }),
  'POST /grants/{id}/end': ({ grant }) => ({ url: `/grants/${grant}/end`, payload: {} }),
  'GET /units': () => ({ url: '/units' }),
  'GET /units/{code}': ({ code }) => ({ url: `/units/${code}?at=${DAY}` }),
  'GET /units/{code}/now': ({ code }) => ({ url: `/units/${code}/now?at=${DAY}` }),
};
