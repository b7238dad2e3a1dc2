/** Tells the table's service worker which of the built files the table is made of. */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

type Chunk = Readonly<{
  type: 'chunk';
  fileName: string;
  name: string;
  imports: readonly string[];
  dynamicImports: readonly string[];
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
}>;

const PUBLIC = ['/table/manifest.webmanifest', '/table/icon-192.png'];

/**
 * In the worker, `TABLE_FILES` becomes what the first page needs and `TABLE_EXTRAS` what is fetched when the device has
 * time (fonts, scanner, dialogs). The worker's text changes with any file, which is how a browser learns of a new version.
 */
export function offlineTable(): Plugin {
  return {
    name: 'offline-table',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const file of Object.values(bundle))
        if (file.type === 'chunk') chunks.set(file.fileName, file as unknown as Chunk);
      const entry = [...chunks.values()].find(({ name }) => name === 'table');
      const worker = Object.values(bundle).find(({ fileName }) => fileName === 'table-worker.js');
      if (entry === undefined || worker?.type !== 'chunk')
        this.error('the table or its worker was not built');
      const [first, all] = [reach(chunks, entry, false), reach(chunks, entry, true)];
      const extras = [...all].filter((file) => !first.has(file));
      const lists = {
        TABLE_FILES: [...[...first].map((file) => `/${file}`), ...PUBLIC],
        TABLE_EXTRAS: extras.map((file) => `/${file}`),
      };
      const version = createHash('sha256').update(JSON.stringify(lists)).digest('hex').slice(0, 12);
      const text = { ...lists, TABLE_VERSION: version };
      for (const [name, value] of Object.entries(text))
        worker.code = worker.code.replaceAll(`globalThis.${name}`, JSON.stringify(value));
    },
  };
}

/** Files by which an entry is shown: with what it imports at once, or also with what it may import later. */
function reach(chunks: ReadonlyMap<string, Chunk>, entry: Chunk, later: boolean): Set<string> {
  const files = new Set<string>();
  const visit = (fileName: string): void => {
    const chunk = chunks.get(fileName);
    if (chunk === undefined || files.has(fileName)) return;
    files.add(fileName);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(css);
    if (later) for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
    for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])]) visit(next);
  };
  visit(entry.fileName);
  return files;
}
