/** Key → the records that have it, in typed arrays: a record costs twelve bytes for each of its keys. */
import { Ints } from './typed-store.ts';

export class Postings {
  private readonly next = new Ints();
  private readonly record = new Ints();
  /** Open addressing; 0 is a free slot. */
  private keys = new Uint32Array(2048);
  /** Slot → newest posting + 1, and how many there are. */
  private heads = new Int32Array(2048);
  private counts = new Int32Array(2048);
  private used = 0;

  add(key: number, record: number): void {
    if (this.used * 2 >= this.keys.length) this.rehash();
    const slot = this.slotOf(key);
    if (this.keys[slot] === 0) {
      this.keys[slot] = key;
      this.used++;
    }
    this.next.push(this.heads[slot]!);
    this.record.push(record);
    this.heads[slot] = this.record.length;
    this.counts[slot]!++;
  }

  /** Calls `visit` for each record with this key, newest first; for none if there are more than `most`. */
  forEach(key: number, most: number, visit: (record: number) => void): void {
    const slot = this.slotOf(key);
    if (this.counts[slot]! > most) return;
    for (let at = this.heads[slot]!; at !== 0; at = this.next.data[at - 1]!) visit(this.record.data[at - 1]!);
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = key & mask;
    while (this.keys[slot] !== 0 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private rehash(): void {
    const [keys, heads, counts] = [this.keys, this.heads, this.counts];
    this.keys = new Uint32Array(keys.length * 2);
    this.heads = new Int32Array(keys.length * 2);
    this.counts = new Int32Array(keys.length * 2);
    keys.forEach((key, old) => {
      if (key === 0) return;
      const slot = this.slotOf(key);
      this.keys[slot] = key;
      this.heads[slot] = heads[old]!;
      this.counts[slot] = counts[old]!;
    });
  }
}
