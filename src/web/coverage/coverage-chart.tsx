import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { figure, share } from '../app/format.ts';
import { useDarkScheme } from '../app/use-dark-scheme.ts';
import type { Tally } from './tally.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Parts of a bar and the colours of the stylesheet for them: one ramp from sand (none) to teal (complete). */
const RAMP = [
  ['full', '--full'],
  ['started', '--begun'],
  ['none', '--none'],
] as const;

export type Bar = Readonly<{ name: string; tally: Tally }>;

/** Complete, begun, not yet: one bar a line, as shares of its people, in the order of the table beside it. */
export function CoverageChart({ bars }: { bars: readonly Bar[] }) {
  const { t } = useTranslation();
  const dark = useDarkScheme();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const [ink, line] = [colour('--text'), colour('--line')];
    const part = (tally: Tally, name: (typeof RAMP)[number][0]): number =>
      name === 'started' ? tally.residents - tally.full - tally.none : tally[name];
    const chart = init(box.current, null, { renderer: 'svg' });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'Be Vietnam Pro, system-ui, sans-serif', color: ink },
      color: RAMP.map(([, name]) => colour(name)),
      legend: {
        top: 0,
        left: 0,
        itemWidth: 14,
        itemHeight: 14,
        textStyle: { color: ink },
        selectedMode: false,
      },
      grid: { left: 4, right: 16, top: 34, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        confine: true,
        axisPointer: { type: 'shadow' },
        formatter: (
          points: { dataIndex: number; marker: string; seriesName: string; seriesIndex: number }[],
        ) => {
          const { name, tally } = bars[points[0]!.dataIndex]!;
          const lines = points.map(({ marker, seriesName, seriesIndex }) => {
            const people = part(tally, RAMP[seriesIndex]![0]);
            return `${marker}${seriesName}: <b>${figure(people)}</b> (${share(people, tally.residents)})`;
          });
          return [`${name} · ${figure(tally.residents)}`, ...lines].join('<br>');
        },
      },
      xAxis: {
        type: 'value',
        max: 100,
        axisLabel: { formatter: '{value}%', color: ink },
        splitLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: bars.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: line } },
        axisLabel: { color: ink, width: 150, overflow: 'truncate', interval: 0 },
      },
      series: RAMP.map(([name]) => ({
        name: t(`coverage.${name}`),
        type: 'bar',
        stack: 'people',
        barMaxWidth: 20,
        data: bars.map(({ tally }) =>
          tally.residents === 0 ? 0 : (100 * part(tally, name)) / tally.residents,
        ),
      })),
    });
    const fit = new ResizeObserver(() => chart.resize());
    fit.observe(box.current!);
    return () => {
      fit.disconnect();
      chart.dispose();
    };
  }, [bars, t, dark]);
  return (
    <div className="chart-scroll">
      <div
        ref={box}
        role="img"
        aria-label={t('coverage.chart_label')}
        style={{ height: 50 + bars.length * 30, width: '100%' }}
      />
    </div>
  );
}
