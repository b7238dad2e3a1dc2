import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../app/client.ts';
import { figure, share } from '../app/format.ts';
import { usePlace } from '../app/place.ts';
import { Failed, Loading } from '../ui/states.tsx';

type Bin = { bits: number; pairs: number; expectedSame: number };
type Report = {
  rows: number;
  pairsScored: number;
  sameBits: number;
  reviewBits: number;
  evenBits: number;
  expectedPrecision: number;
  expectedRecall: number;
  bins: Bin[];
};
const rounded = (bits: number): string => bits.toFixed(0);

/** The distribution of scores with the errors to expect, and where the thresholds lie in it. */
export function CalibrationPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const query = useQuery({
    queryKey: ['calibration', place.unit, place.map],
    queryFn: () => get<Report>('/calibration', { unit: place.unit, mapDate: place.map }),
    staleTime: 600_000,
    retry: false,
  });
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  const report = query.data;
  const most = Math.max(1, ...report.bins.map(({ pairs }) => Math.log1p(pairs)));
  const band = ({ bits }: Bin): string =>
    bits >= report.sameBits ? 'same' : bits >= report.reviewBits ? 'review' : 'different';
  return (
    <>
      <p className="no-print">
        <Link to="/reconciliation" search={true}>
          ← {t('reconciliation.title')}
        </Link>
      </p>
      <h1>{t('calibration.title')}</h1>
      <p className="lead">
        {t('calibration.lead', { rows: figure(report.rows), pairs: figure(report.pairsScored) })}
      </p>
      <div className="figures">
        <div>
          <b>{share(report.expectedPrecision, 1)}</b>
          <span>{t('calibration.precision')}</span>
        </div>
        <div>
          <b>{share(report.expectedRecall, 1)}</b>
          <span>{t('calibration.recall')}</span>
        </div>
        <div>
          <b>{rounded(report.sameBits)}</b>
          <span>{t('calibration.threshold', { review: rounded(report.reviewBits) })}</span>
        </div>
      </div>
      <section className="scroll tall" aria-label={t('calibration.title')}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('calibration.score')}
              </th>
              <th scope="col">{t('calibration.what')}</th>
              <th scope="col" className="num">
                {t('calibration.pairs')}
              </th>
              <th scope="col" className="num">
                {t('calibration.same')}
              </th>
              <th scope="col" className="num">
                {t('calibration.different')}
              </th>
              <td className="wide" />
            </tr>
          </thead>
          <tbody>
            {report.bins.toReversed().map((bin) => (
              <tr key={bin.bits}>
                <td className="num">{rounded(bin.bits)}</td>
                <td>{t(`calibration.band.${band(bin)}`)}</td>
                <td className="num">{figure(bin.pairs)}</td>
                <td className="num">{figure(Math.round(bin.expectedSame))}</td>
                <td className="num">{figure(Math.round(bin.pairs - bin.expectedSame))}</td>
                <td className="wide bins" aria-hidden="true">
                  <span className={band(bin)} style={{ width: `${(100 * Math.log1p(bin.pairs)) / most}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
