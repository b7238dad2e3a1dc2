import type { Command } from 'commander';
import { AppError } from '../kernel/app-error.ts';
import { sentence } from '../platform/messages.ts';
import type { StockRowAnswer } from '../stock/contract.ts';
import { facilityCodes, facilityKey, findFacility, storesWithin } from '../stock/facilities.ts';
import { findStock } from '../stock/find-stock.ts';
import { getItem } from '../stock/items.ts';
import { spoken } from '../stock/words.ts';
import { withCommon } from './common-options.ts';
import { type CliContext, type CommonOptions, dateArgument, print, today, withDatabase } from './context.ts';

type Options = CommonOptions & { unit?: string; facility?: string; date?: string };

/** Stock by facility and lot as of a day, with what does not fit. */
export function register(program: Command): void {
  withCommon(
    program
      .command('stock')
      .description('vaccine received, used and left by facility and lot, with discrepancies'),
  )
    .option('--unit <code>', 'unit: all facilities in it')
    .option('--facility <name>', 'one facility, by its name or code')
    .option('--date <date>', 'end of which day, YYYY-MM-DD (default: today)')
    .action((options: Options) => withDatabase(options, (context) => ask(context, options)));
}

async function ask({ db, units }: CliContext, options: Options): Promise<number> {
  const date = dateArgument(options.date) ?? today();
  if (options.unit === undefined && options.facility === undefined)
    throw new AppError('unit_needed', 'invalid');
  const within =
    options.unit === undefined
      ? null
      : storesWithin(units, units.byCodeOrEarlier(options.unit, date).id, date);
  const sites = options.facility === undefined ? null : await findFacility(db, within, options.facility);
  const rows = await findStock(db, {
    unitIds: within ?? [...new Set(sites!.map(({ unitId }) => unitId))],
    facility: sites?.[0]?.name ?? null,
    date,
  });
  const codes = new Map([...(await facilityCodes(db))].map(([code, name]) => [facilityKey(name), code]));
  const coded = (row: StockRowAnswer) => ({
    ...toJson(row),
    facilityCode: codes.get(facilityKey(row.facility)) ?? null,
  });
  if (options.json) print({ date, rows: rows.map(coded) });
  else
    for (const row of rows)
      process.stdout.write(
        `${row.facility}\t${row.item}\t${row.lot}\t${row.received}\t${row.issued}\t${row.opened}\t${row.injected}\t${row.wasted}\t${row.balance}\t${row.discrepancies.map(({ code }) => code).join(', ')}\n`,
      );
  return rows.some(({ discrepancies }) => discrepancies.some(({ severity }) => severity === 'warning'))
    ? 1
    : 0;
}

const toJson = ({ unitId, item, discrepancies, ...row }: StockRowAnswer) => ({
  ...row,
  vaccine: item,
  vaccineName: getItem(item).name,
  discrepancies: discrepancies.map(({ code, severity, detail }) => ({
    code,
    severity,
    detail,
    message: {
      vi: sentence('vi', `finding.${code}`, spoken({ ...detail, lot: row.lot })),
      en: sentence('en', `finding.${code}`, spoken({ ...detail, lot: row.lot })),
    },
  })),
});
