/** When a duty is due, in the words of people; the end of a day is its 24:00, as the papers say. */
import { deadlineOnPaper, momentOnPaper } from '../../kernel/vietnam-time.ts';
import type { DutyRow } from './types.ts';

export const due = ({ dueAt }: Pick<DutyRow, 'dueAt'>): string => deadlineOnPaper(dueAt);
/** A moment on the clock of Vietnam. */
export const momentThere = momentOnPaper;
