/**
 * SQL: the last word of a screening on each of `people` (SQL too) that still stands on the day `$2`, if any: put off or refused, and no
 * dose since. The days are those of Vietnam.
 */
export const deferralsOf = (people: string): string => `
  SELECT DISTINCT ON (q.person_id) q.person_id, q.kind, q.reason, q.until_on
  FROM app.postponement q
  WHERE q.person_id IN (${people}) AND (q.recorded_at AT TIME ZONE INTERVAL '7 hours')::date <= $2
    AND NOT EXISTS (SELECT 1 FROM app.injection i WHERE i.person_id = q.person_id AND i.given_on <= $2
      AND i.given_on >= (q.recorded_at AT TIME ZONE INTERVAL '7 hours')::date)
  ORDER BY q.person_id, q.recorded_at DESC, q.id DESC`;
