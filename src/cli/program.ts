import { Command } from 'commander';
import * as account from './account.ts';
import * as annex from './annex.ts';
import * as coverage from './coverage.ts';
import * as demo from './demo.ts';
import * as due from './due.ts';
import * as duties from './duties.ts';
import * as findings from './findings.ts';
import * as gaps from './gaps.ts';
import * as importVerb from './import.ts';
import * as link from './link.ts';
import * as linkFile from './link-file.ts';
import * as merge from './merge.ts';
import * as migrateVerb from './migrate.ts';
import * as persons from './persons.ts';
import * as population from './population.ts';
import * as remind from './remind.ts';
import * as serve from './serve.ts';
import * as signedLists from './signed-lists.ts';
import * as sources from './sources.ts';
import * as stock from './stock.ts';
import * as verification from './verification.ts';
import * as worker from './worker.ts';

/** The command line: one file for each verb. Exit codes: 0 done, 1 findings of severity error, 2 could not run. */
export function buildProgram(): Command {
  const program = new Command('sotiem')
    .description('Sổ Tiêm: sổ đăng ký và báo cáo tiêm chủng / vaccination register and reports')
    // What follows a verb is the verb's own: `population import --unit` is not the option of `population`.
    .enablePositionalOptions()
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  for (const verb of [
    serve,
    worker,
    account,
    migrateVerb,
    demo,
    importVerb,
    linkFile,
    coverage,
    annex,
    persons,
    due,
    sources,
    findings,
    merge,
    link,
    population,
    duties,
    gaps,
    verification,
    signedLists,
    remind,
    stock,
  ])
    verb.register(program);
  return program;
}
