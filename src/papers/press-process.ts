/**
 * The process that sets papers in type and sends them back as PDF/A, tagged for screen readers. Typst is native code: a
 * paper that takes all memory or all time takes it from this process, which is then ended and started anew.
 */
import { join } from 'node:path';
import { isMainThread, Worker } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const MEMORY_BYTES = 1024 * 2 ** 20;
const LOOK_MS = 200;

export type Order = Readonly<{ template: 'paper.typ' | 'slips.typ'; paper: string; madeAt: number }>;
export type Delivery = Readonly<{ pdf: Uint8Array } | { problem: string }>;

const FONTS = join(import.meta.dirname, '../../node_modules/@expo-google-fonts/tinos');

function listen(): void {
  const compiler = NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [
      {
        fontPaths: ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((face) =>
          join(FONTS, face),
        ),
      },
    ],
  });
  process.on('message', ({ template, paper, madeAt }: Order) => {
    let delivery: Delivery;
    try {
      const pdf = compiler.pdf(
        { mainFilePath: join(import.meta.dirname, template), inputs: { paper } },
        { pdfStandard: 'a-2a', creationTimestamp: madeAt },
      );
      delivery = { pdf };
    } catch (error) {
      delivery = { problem: String(error) };
    }
    compiler.evictCache(0);
    process.send!(delivery);
  });
  process.once('disconnect', () => process.exit(0));
  // The compiler does not let go of its thread while it works: another one watches over the memory of both.
  new Worker(import.meta.filename).unref();
}

function watch(): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > MEMORY_BYTES) process.kill(process.pid, 'SIGKILL');
  }, LOOK_MS);
}

if (isMainThread) listen();
else watch();
