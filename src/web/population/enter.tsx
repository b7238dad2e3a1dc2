import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../app/api-types.ts';
import { get } from '../app/client.ts';
import { usePlace } from '../app/place.ts';
import { Failed, Loading } from '../ui/states.tsx';
import { PopulationTabs } from './population-tabs.tsx';
import { ReportForm } from './report-form.tsx';
import { ReportGrid } from './report-grid.tsx';
import { UploadForm } from './upload-form.tsx';

/** Figures in: the workbook that is there already, a form for a commune, a table for the communes of a district. */
export function EnterPage() {
  const { t } = useTranslation();
  const place = usePlace();
  const unit = useQuery({
    queryKey: ['unit', place.unit, place.date],
    queryFn: () => get<Unit>(`/units/${place.unit}`, { at: place.date }),
  });
  if (unit.isLoading) return <Loading />;
  if (unit.error || !unit.data) return <Failed error={unit.error} again={() => void unit.refetch()} />;
  return (
    <>
      <h1>{t('population.enter_title', { unit: unit.data.fullName })}</h1>
      <p className="lead">{t(unit.data.leaf ? 'population.enter_lead' : 'population.grid_lead')}</p>
      <PopulationTabs />
      {unit.data.leaf ? (
        <ReportForm key={`${place.unit} ${place.date}`} unit={place.unit} on={place.date} />
      ) : (
        <ReportGrid key={`${place.unit} ${place.date}`} unit={place.unit} on={place.date} />
      )}
      <h2>{t('population.or_file')}</h2>
      <UploadForm unit={place.unit} on={place.date} />
    </>
  );
}
