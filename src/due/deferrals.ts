/** What screenings said of people, as it stands on the day `$2`: SQL that lists, counts and evaluations share. */
import { standingFindings, standingWords } from '../immunizations/standing-findings.ts';

/**
 * SQL: the last word of a screening on whether each of `people` (SQL too) gets a dose, if it still stands: put off,
 * refused or contraindicated, and no dose since.
 */
export const deferralsOf = (people: string): string => `
  SELECT w.person_id, w.kind, w.reason, w.until_on FROM (${standingWords('$2', `q.person_id IN (${people})`)}) w
  WHERE w.kind <> 'fit'`;

/** SQL: the conditions of `people` that schedules ask for, "allergic,pregnant". */
export const conditionsFound = (people: string): string => `
  SELECT c.person_id, string_agg(DISTINCT c.condition, ',' ORDER BY c.condition) AS conditions
  FROM (${standingFindings('$2::date', `f.condition IS NOT NULL AND f.person_id IN (${people})`)}) c GROUP BY c.person_id`;
