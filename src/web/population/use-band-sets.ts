import { useQuery } from '@tanstack/react-query';
import { DISPATCH_BANDS } from '../../population/contract.ts';
import { get } from '../app/client.ts';
import type { BandSetAnswer } from './types.ts';

/** All sets of age groups; the dispatch's alone until the answer is there. */
export const useBandSets = (): readonly BandSetAnswer[] =>
  useQuery({
    queryKey: ['band-sets'],
    queryFn: async () => (await get<{ sets: BandSetAnswer[] }>('/population/band-sets')).sets,
    staleTime: 60_000,
  }).data ?? [{ ...DISPATCH_BANDS, starts: [...DISPATCH_BANDS.starts] }];
