import type { Units } from '../areas/units.ts';
import { system } from '../identity/accounts.ts';
import { dayInVietnam } from '../kernel/vietnam-time.ts';
import type { Database } from '../platform/database.ts';
import { checkReport } from '../population/check-report.ts';
import { DISPATCH_BANDS, type Figure } from '../population/contract.ts';
import { recordOneReport } from '../population/record-report.ts';
import type { Learner } from './contract.ts';
import { PRACTICE_BANDS, practiceFigures } from './practice.ts';

/** By so many people the total is off: a slip of the hand in the tens. */
const SLIP = 90;

/**
 * Sends the learner, who checks the figures of communes, a report of one of them whose total is not the sum of its groups.
 * Once for each learner; two of a district mostly get different communes. Nothing for who has no communes below.
 */
export async function setUpFigures(
  space: Database,
  units: Units,
  { username, unitId }: Pick<Learner, 'username' | 'unitId'>,
  now: Date,
): Promise<void> {
  const on = dayInVietnam(now);
  const communes = units.communesUnder(unitId, on).filter(({ id }) => id !== unitId);
  const place = [...username].reduce((sum, char) => sum + char.codePointAt(0)!, 0) % (communes.length || 1);
  const commune = communes[place];
  if (commune === undefined) return;
  const { actual } = practiceFigures(commune.code);
  const figure = (band: string, people: number): Figure => ({
    series: 'actual',
    hamlet: '',
    sex: 'all',
    band,
    people,
    method: null,
  });
  const actor = system('tap-huan');
  const report = await recordOneReport(
    space,
    units,
    actor,
    {
      unitId: commune.id,
      effectiveOn: on,
      bandSet: DISPATCH_BANDS.id,
      source: 'form',
      note: `Bài tập của ${username}`,
      figures: [
        figure(
          'total',
          actual.reduce((sum, people) => sum + people, SLIP),
        ),
        ...PRACTICE_BANDS.map((band, i) => figure(band, actual[i]!)),
      ],
    },
    now,
  );
  if (!report.unchanged)
    await checkReport(
      space,
      units,
      actor,
      report.id,
      { action: 'submitted', checkerId: null, reason: null },
      now,
    );
}
