/**
 * SQL: what screenings found of people and still stands on the day `on` (an expression), of the rows that `where` asks
 * for: of each finding the newest word, unless it was withdrawn or has run out. `f` is app.screening_finding.
 */
export const standingFindings = (on: string, where: string): string => `
  SELECT w.person_id, w.finding, w.condition, w.from_on FROM (
    SELECT DISTINCT ON (f.person_id, f.finding) f.* FROM app.screening_finding f WHERE f.from_on <= ${on} AND ${where}
    ORDER BY f.person_id, f.finding, f.said_at DESC, f.id DESC) w
  WHERE w.stated AND (w.until_on IS NULL OR ${on} < w.until_on)`;
