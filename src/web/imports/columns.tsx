import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Layout, Run } from '../app/api-types.ts';
import { get, type Problem, send } from '../app/client.ts';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const FIELDS =
  'ignore ordinal name familyName givenName birthDate birthDateMale birthDateFemale birthDay birthMonth birthYear age sex sexMale sexFemale id cccd cmnd passport bhyt phone ethnic household relation headName hamlet address currentAddress registeredAddress provinceText provinceCode districtText districtCode communeText communeCode residenceKind residenceFrom note occupation priorityGroup doseVaccine doseDate doseLot dosePlace doseNumber doseKind doseMark result'.split(
    ' ',
  );
const letter = (n: number): string =>
  n < 26
    ? String.fromCharCode(65 + n)
    : `${String.fromCharCode(64 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}`;

type Chosen = Record<string, Record<number, string>>;

/** What each column means, with sample rows; a correction is remembered for this unit and this header. */
export function Columns() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const query = useQuery({ queryKey: ['import', id], queryFn: () => get<Run>(`/imports/${id}`) });
  const [chosen, setChosen] = useState<Chosen>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const layouts = query.data?.layouts;
  useEffect(() => {
    if (layouts)
      setChosen(
        Object.fromEntries(
          layouts.map(({ sheet, columns }) => [
            sheet,
            Object.fromEntries(
              columns.map(({ column, field, dose }) => [column, dose === null ? field : `${field} ${dose}`]),
            ),
          ]),
        ),
      );
  }, [layouts]);
  if (query.isLoading) return <Loading />;
  if (query.error || !query.data) return <Failed error={query.error} again={() => void query.refetch()} />;
  if (!layouts) return <Empty title={t('columns.none')} />;
  const save = async () => {
    try {
      const sheets = layouts.map(({ sheet }) => ({
        sheet,
        columns: Object.entries(chosen[sheet] ?? {})
          .filter(([, field]) => field !== '')
          .map(([column, field]) => ({
            column: Number(column),
            field: field.split(' ')[0],
            dose: field.includes(' ') ? Number(field.split(' ')[1]) : null,
          })),
      }));
      const { id: next } = await send<{ id: string }>('PUT', `/imports/${id}/layout`, { sheets });
      await navigate({ to: '/imports/$id', params: { id: next }, search: true });
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  const options = FIELDS.flatMap((field) =>
    /^dose(Vaccine|Date|Lot|Place)$/.test(field)
      ? [1, 2, 3]
          .map((n) => ({ value: `${field} ${n}`, label: `${t(`field.${field}`)} ${n}` }))
          .concat({ value: field, label: t(`field.${field}`) })
      : [{ value: field, label: t(`field.${field}`) }],
  );
  return (
    <>
      <p>
        <Link to="/imports/$id" params={{ id }} search={true}>
          ← {query.data.fileName}
        </Link>
      </p>
      <h1>{t('columns.title')}</h1>
      <p className="lead">{t('columns.lead')}</p>
      {problem && <Alert type="error" title={problem.message} />}
      {layouts
        .filter((layout) => layout.sample.length > 0)
        .map((layout) => (
          <SheetColumns
            key={layout.sheet}
            layout={layout}
            chosen={chosen[layout.sheet] ?? {}}
            options={options}
            onChange={(column, field) =>
              setChosen({ ...chosen, [layout.sheet]: { ...chosen[layout.sheet], [column]: field } })
            }
          />
        ))}
      <div className="row">
        <Button type="primary" size="large" onClick={() => void save()}>
          {t('columns.save')}
        </Button>
      </div>
    </>
  );
}

function SheetColumns({
  layout,
  chosen,
  options,
  onChange,
}: {
  layout: Layout;
  chosen: Record<number, string>;
  options: { value: string; label: string }[];
  onChange: (column: number, field: string) => void;
}) {
  const { t } = useTranslation();
  const width = Math.max(...layout.sample.map((row) => row.length), 0);
  const columns = Array.from({ length: width }, (_, i) => i);
  const [dragged, setDragged] = useState<number | null>(null);
  return (
    <>
      <h2>
        {layout.sheet} {layout.isList ? '' : `· ${t('columns.not_list')}`}
      </h2>
      <div className="scroll">
        <table className="plain">
          <thead>
            <tr>
              {columns.map((column) => (
                // A meaning can be dragged onto the column it belongs to; the select beside it does the same by keyboard.
                <th
                  key={column}
                  draggable
                  onDragStart={() => setDragged(column)}
                  onDragOver={(event) => event.preventDefault()}
                  onDrop={() => {
                    if (dragged !== null && dragged !== column) {
                      const field = chosen[dragged] ?? '';
                      onChange(column, field);
                      onChange(dragged, 'ignore');
                    }
                  }}
                >
                  <div>
                    {letter(column)} · {layout.columns.find((one) => one.column === column)?.header ?? ''}
                  </div>
                  <Select
                    aria-label={`${layout.sheet} ${letter(column)}`}
                    size="small"
                    style={{ width: 170 }}
                    value={chosen[column] ?? 'ignore'}
                    onChange={(field) => onChange(column, field)}
                    options={options}
                    showSearch={{ optionFilterProp: 'label' }}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {layout.sample.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sample rows keep their order
              <tr key={r}>
                {columns.map((column) => (
                  <td key={column}>{row[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
