/** What a thread can be asked to do. Inputs and outputs are plain data over shared memory. */
import { type HashTask, hashPart, type KeysTask, keysOfRows } from './blocking-keys.ts';
import { ColumnReader, type ReadColumns, type ReaderTask } from './column-reader.ts';
import { type InterleaveTask, interleave } from './interleave.ts';
import type { RecordPage } from './record-pages.ts';
import { blocksOfRule, type RuleBlocks, type RuleTask } from './rule-blocks.ts';
import { type Scan, type ScanTask, scanPairs } from './scan-pairs.ts';

export class Jobs {
  private reader: ColumnReader | null = null;

  openReader(task: ReaderTask): void {
    this.reader = new ColumnReader(task);
  }

  readPage(page: RecordPage): void {
    this.reader!.read(page);
  }

  closeReader(_: null): ReadColumns {
    const columns = this.reader!.result();
    this.reader = null;
    return columns;
  }

  interleave(task: InterleaveTask): void {
    interleave(task);
  }

  hashPart(task: HashTask): Uint32Array {
    return hashPart(task);
  }

  keysOfRows(task: KeysTask): void {
    keysOfRows(task);
  }

  blocksOfRule(task: RuleTask): RuleBlocks {
    return blocksOfRule(task);
  }

  scanPairs(task: ScanTask): Scan {
    return scanPairs(task);
  }

  run<K extends JobName>(job: K, input: Parameters<Jobs[K]>[0]): ReturnType<Jobs[K]> {
    return (this[job] as (input: Parameters<Jobs[K]>[0]) => ReturnType<Jobs[K]>).call(this, input);
  }
}

export type JobName = Exclude<keyof Jobs, 'run'>;
