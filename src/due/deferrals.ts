/** What screenings said of people, as it stands on the day `$2`: SQL that lists, counts and evaluations share. */
import { standingFindings } from '../immunizations/standing-findings.ts';

/**
 * SQL: the last word of a screening on whether each of `people` (SQL too) gets a dose, if it still stands: put off,
 * refused or contraindicated, and no dose since.
 */
export const deferralsOf = (people: string): string => `
  SELECT w.person_id, w.kind, w.reason, w.until_on FROM (
    SELECT DISTINCT ON (q.person_id) q.* FROM app.postponement q
    WHERE q.person_id IN (${people}) AND q.on_day <= $2 AND NOT EXISTS (
      SELECT 1 FROM app.injection i WHERE i.person_id = q.person_id AND i.given_on <= $2 AND i.given_on >= q.on_day)
    ORDER BY q.person_id, q.on_day DESC, q.recorded_at DESC, q.id DESC) w
  WHERE w.kind <> 'fit'`;

/** SQL: the conditions of `people` that schedules ask for, "allergic,pregnant". */
export const conditionsFound = (people: string): string => `
  SELECT c.person_id, string_agg(DISTINCT c.condition, ',' ORDER BY c.condition) AS conditions
  FROM (${standingFindings('$2::date', `f.condition IS NOT NULL AND f.person_id IN (${people})`)}) c GROUP BY c.person_id`;
