/** Shapes that requests about campaigns and about sessions share. */
import { z } from 'zod';
import { CLOCK_TIME } from '../kernel/vietnam-time.ts';

export const unitCode = z.string().max(5);
const time = z.string().regex(CLOCK_TIME);
export const hours = z.object({ from: time, to: time });
