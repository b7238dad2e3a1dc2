/** What screenings said of people, as it stands on a day `on` (an expression): SQL for lists, counts, rosters and checks. */

/**
 * SQL: of each person of the rows that `where` asks for the last word on whether he gets a dose ("fit" takes the others
 * back), unless a dose came since. `q` is app.postponement.
 */
export const standingWords = (on: string, where: string): string => `
  SELECT DISTINCT ON (q.person_id) q.* FROM app.postponement q
  WHERE q.on_day <= ${on} AND ${where} AND NOT EXISTS (
    SELECT 1 FROM app.injection given WHERE given.person_id = q.person_id AND given.given_on <= ${on} AND given.given_on >= q.on_day)
  ORDER BY q.person_id, q.on_day DESC, q.recorded_at DESC, q.id DESC`;

/**
 * SQL: what screenings found of people, of the rows that `where` asks for: of each finding the newest word, unless it was
 * withdrawn or has run out. `f` is app.screening_finding.
 */
export const standingFindings = (on: string, where: string): string => `
  SELECT w.person_id, w.finding, w.condition, w.from_on FROM (
    SELECT DISTINCT ON (f.person_id, f.finding) f.* FROM app.screening_finding f WHERE f.from_on <= ${on} AND ${where}
    ORDER BY f.person_id, f.finding, f.said_at DESC, f.id DESC) w
  WHERE w.stated AND (w.until_on IS NULL OR ${on} < w.until_on)`;
