import { newId } from '../../../src/kernel/ids.ts';
import { DAY } from '../access.ts';
import { at, type Calls, reason, unused } from './call.ts';

export const recording: Calls = {
  'GET /recording/sessions': () => ({ url: `/recording/sessions?date=${DAY}` }),
  'POST /recording/sessions': ({ code }) => ({
    url: '/recording/sessions',
    payload: {
      unit: code,
      facility: 'Trạm lưu động',
      name: 'Buổi chiều',
      date: DAY,
      shift: 'chiều',
      capacity: null,
      vaccines: [],
    },
  }),
  'POST /recording/devices': () => ({ url: '/recording/devices', payload: { name: 'Bàn 1' } }),
  'GET /recording/sessions/{id}/roster': ({ session }) => ({ url: `/recording/sessions/${session}/roster` }),
  'GET /recording/sessions/{id}/events': ({ session }) => ({
    url: `/recording/sessions/${session}/events?after=0`,
  }),
  // Of a device that is not the asker's; what an own device may hand in is tried in src/recording.
  'POST /recording/sync': () => ({ url: '/recording/sync', payload: { deviceId: newId(), events: [] } }),
  'POST /recording/doses': ({ session, person }) => ({
    url: '/recording/doses',
    payload: {
      deviceId: newId(),
      event: {
        id: newId(),
        sessionId: session,
        at: `${DAY}T03:00:00Z`,
        payload: {
          personId: person,
          vaccine: 'astrazeneca',
          lot: 'L1',
          vialId: null,
          doseKind: null,
          site: null,
          overrides: [],
        },
      },
    },
  }),
  'POST /recording/sealed': () => ({
    url: '/recording/sealed',
    payload: { envelope: { keyId: newId(), ephemeral: 'a', iv: 'a', ciphertext: 'a' } },
  }),
  'GET /recording/sessions/{id}/tally': ({ session }) => ({ url: `/recording/sessions/${session}/tally` }),
  'GET /recording/sessions/{id}/tally/events': unused,
  'GET /recording/conflicts': ({ code }) => ({ url: `/recording/conflicts?unit=${code}&${at}` }),
  'POST /recording/conflicts/{id}': ({ conflict }) => ({
    url: `/recording/conflicts/${conflict}`,
    payload: { decision: 'keep_both', reason },
  }),
  'GET /severe-events': ({ code }) => ({ url: `/severe-events?unit=${code}&${at}` }),
  'POST /recording/severe-events/{person}/{id}/correction': ({ person, alarm }) => ({
    url: `/recording/severe-events/${person}/${alarm}/correction`,
    payload: { to: 'moderate', reason: 'Chỉ là ngất' },
  }),
};
