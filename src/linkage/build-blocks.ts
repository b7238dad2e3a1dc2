/** Forms the blocks of a table, on all threads. */
import type { Atom, BlockingRule, HashedRule, HashTask } from './blocking-keys.ts';
import { type Blocks, OVERGROWN } from './blocks.ts';
import type { Table } from './table.ts';
import type { Threads } from './threads.ts';

const shared = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(Math.max(1, length) * Int32Array.BYTES_PER_ELEMENT));

/** The parts that rules ask for, hashed, each once however many rules ask. */
async function hashedRules(
  threads: Threads,
  { stores }: Table,
  rules: readonly BlockingRule[],
): Promise<HashedRule[]> {
  const views = stores.map((store) => store.view());
  const nameOf = ({ field, part }: Atom): string => `${views.indexOf(views[field]!)} ${part}`;
  const tasks = new Map<string, HashTask>();
  for (const { atoms, refine } of rules)
    for (const atom of [...atoms, ...(refine ?? [])])
      tasks.set(nameOf(atom), { view: views[atom.field]!, part: atom.part });
  const names = [...tasks.keys()];
  const hashes = await threads.each('hashPart', [...tasks.values()]);
  const hashed = (atom: Atom) => ({ field: atom.field, hashes: hashes[names.indexOf(nameOf(atom))]! });
  return rules.map(({ atoms, refine }) => ({
    atoms: atoms.map(hashed),
    refine: (refine ?? []).map(hashed),
  }));
}

/**
 * Forms the blocks of all rules. Keys that more than `mostInBlock` records share are hot; with `pinned` the hot keys
 * are these, whatever the count, so that one record more does not move another's keys.
 */
export async function buildBlocks(
  threads: Threads,
  table: Table,
  rules: readonly BlockingRule[],
  mostInBlock: number,
  pinned: ReadonlySet<number> | null = null,
): Promise<Blocks> {
  const { count, rows } = table;
  const width = table.fields.length;
  const hashed = await hashedRules(threads, table, rules);
  const columns = rules.map(() => new Uint32Array(new SharedArrayBuffer(Math.max(4, count * 4))));
  await threads.ranges('keysOfRows', count, (from, to) => ({
    rules: hashed,
    rows,
    width,
    keys: columns,
    from,
    to,
  }));
  const most = pinned === null ? mostInBlock : mostInBlock * OVERGROWN;
  const parts = await threads.each(
    'blocksOfRule',
    hashed.map(({ refine }, r) => ({ keys: columns[r]!, refine, rows, width, mostInBlock, most, pinned })),
  );
  const keys = new Uint32Array(new SharedArrayBuffer(Math.max(4, count * rules.length * 4)));
  await threads.ranges('interleave', count, (from, to) => ({ columns, place: null, rows: keys, from, to }));
  const members = shared(parts.reduce((sum, part) => sum + part.members.length, 0));
  const blockCount = parts.reduce((sum, { sizes }) => sum + sizes.length, 0);
  const [starts, ruleOf] = [shared(blockCount + 1), shared(blockCount)];
  let [at, block] = [0, 0];
  parts.forEach((part, r) => {
    members.set(part.members, at);
    for (const size of part.sizes) {
      ruleOf[block] = r;
      starts[block++] = at;
      at += size;
    }
  });
  starts[block] = at;
  return {
    ruleCount: rules.length,
    keys,
    members,
    starts,
    rules: ruleOf.subarray(0, blockCount),
    pairs: parts.reduce((sum, { pairs }) => sum + pairs, 0),
    hotKeys: parts.flatMap(({ hotKeys }) => hotKeys),
  };
}
