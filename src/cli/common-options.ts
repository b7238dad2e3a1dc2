import type { Command } from 'commander';

/** The options that every verb understands. */
export const withCommon = (command: Command): Command =>
  command
    .option('--data <dir>', 'data directory of the embedded database')
    .option('--json', 'machine-readable output');
