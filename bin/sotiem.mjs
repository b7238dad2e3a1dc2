#!/usr/bin/env node
// Plain JavaScript for whatever Node the machine has: hands over to the pinned one.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { handOver } from '../scripts/hand-over.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pinned = `${root}node_modules/.bin/node`;
handOver(existsSync(pinned) ? pinned : process.execPath, [
  '--disable-warning=ExperimentalWarning',
  `${root}src/main.ts`,
  ...process.argv.slice(2),
]);
