// A reporter for node's test runner: one dot a test, and for each failure its whole message at once, short of its stack.
import { inspect } from 'node:util';

const LONGEST = 4_000;

/** The assertion itself, or the cause that the runner or a property wraps. */
function innermost(error) {
  let found = error;
  while (found?.cause instanceof Error) found = found.cause;
  return found;
}

export default async function* reportFailures(source) {
  let dots = 0;
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.details?.type !== 'suite') yield ++dots % 80 === 0 ? '.\n' : '.';
    if (type !== 'test:fail') continue;
    const { error } = data.details;
    const inner = innermost(error);
    const text = inner === error ? inspect(error) : `${inner.stack}\n${error.cause?.message ?? ''}`;
    yield `\nnot ok - ${data.name} (${data.file ?? ''}:${data.line ?? ''})\n${text.slice(0, LONGEST)}\n`;
  }
}
