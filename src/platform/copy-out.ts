/**
 * The rows of a query as they come from PostgreSQL, in pages of shared memory. A row of binary COPY stands there as
 * the server sent it: per column its length in four bytes, the highest first, -1 for NULL, and its bytes. Nothing is
 * copied but from the socket, and no object is made for a row: a million rows cost a tenth of what `query` takes.
 */
import type pg from 'pg';

export type CopiedPage = Readonly<{
  /** Over a SharedArrayBuffer. */
  bytes: Uint8Array;
  /** Row of the page → where its first column begins. */
  starts: Int32Array;
}>;

const PAGE_BYTES = 4 << 20;
/** A row has two bytes of count, and its message five of header. */
const SMALLEST_ROW = 7;
/** Pages that nobody has taken yet, before the server is made to wait. */
const MOST_WAITING = 64;

const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR = 0x45;
const MESSAGE_HEADER = 5;
const SIGNATURE = 'PGCOPY\n';
const SIGNATURE_BYTES = 11;

type SharedBytes = Uint8Array<SharedArrayBuffer>;
const newBytes = (length: number): SharedBytes => new Uint8Array(new SharedArrayBuffer(length));

/** Cuts what a socket receives into pages. */
class Pages {
  private bytes = newBytes(PAGE_BYTES);
  private starts = this.newStarts();
  private rows = 0;
  /** Bytes received, and of those the bytes of whole messages. */
  private used = 0;
  private parsed = 0;
  private readonly give: (page: CopiedPage) => void;

  constructor(give: (page: CopiedPage) => void) {
    this.give = give;
  }

  /** Takes a piece of the stream; what follows the last row is given back, null as long as rows may come. */
  take(chunk: Uint8Array): Uint8Array | null {
    if (this.used + chunk.length > this.bytes.length) this.turn(chunk.length);
    this.bytes.set(chunk, this.used);
    this.used += chunk.length;
    return this.parse();
  }

  private parse(): Uint8Array | null {
    const { bytes } = this;
    const view = new DataView(bytes.buffer);
    while (this.used - this.parsed >= MESSAGE_HEADER) {
      const kind = bytes[this.parsed]!;
      const end = this.parsed + 1 + view.getInt32(this.parsed + 1);
      if (kind === ERROR) return this.end(this.parsed);
      if (end > this.used) return null;
      if (kind === COPY_DONE) return this.end(end);
      if (kind === COPY_DATA) this.addRow(view, this.parsed + MESSAGE_HEADER, end);
      this.parsed = end;
    }
    return null;
  }

  private addRow(view: DataView, message: number, end: number): void {
    let at = message;
    const { bytes } = this;
    if (end - at >= SIGNATURE_BYTES + 8 && bytes[at + 6] === 10 && this.text(at, 7) === SIGNATURE)
      at += SIGNATURE_BYTES + 8 + view.getInt32(at + SIGNATURE_BYTES + 4);
    // The trailer is a count of -1.
    if (end - at < 2 || view.getInt16(at) < 0) return;
    this.starts[this.rows++] = at + 2;
  }

  private text(from: number, length: number): string {
    return String.fromCharCode(...this.bytes.subarray(from, from + length));
  }

  /** Gives the page away and begins a new one with the message that is not whole yet. */
  private turn(room: number): void {
    const rest = this.bytes.subarray(this.parsed, this.used);
    const next = newBytes(Math.max(PAGE_BYTES, (rest.length + room) * 2));
    next.set(rest);
    this.giveRows();
    this.bytes = next;
    this.starts = this.newStarts();
    this.rows = 0;
    this.used = rest.length;
    this.parsed = 0;
  }

  private end(at: number): Uint8Array {
    this.giveRows();
    return Uint8Array.from(this.bytes.subarray(at, this.used));
  }

  private giveRows(): void {
    if (this.rows > 0) this.give({ bytes: this.bytes, starts: this.starts.subarray(0, this.rows) });
  }

  private newStarts(): Int32Array {
    return new Int32Array(new SharedArrayBuffer(Math.ceil(this.bytes.length / SMALLEST_ROW) * 4));
  }
}

/** Takes the socket over from the driver for as long as rows come, for that makes an object of each. */
class CopyOut {
  readonly waiting: CopiedPage[] = [];
  done = false;
  error: Error | null = null;
  /** Called when there is something new. */
  wake: () => void = () => {};
  private readonly text: string;
  private connection!: pg.Connection;

  constructor(text: string) {
    this.text = text;
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    const { stream } = connection;
    const [driver] = stream.listeners('data') as ((chunk: Buffer) => void)[];
    stream.removeListener('data', driver!);
    const pages = new Pages((page) => {
      this.waiting.push(page);
      if (this.waiting.length >= MOST_WAITING) stream.pause();
      this.wake();
    });
    const read = (chunk: Buffer): void => {
      const rest = pages.take(chunk);
      if (rest === null) return;
      stream.removeListener('data', read);
      stream.on('data', driver!);
      if (rest.length > 0) driver!(Buffer.from(rest));
    };
    stream.on('data', read);
    connection.query(this.text);
  }

  next(): CopiedPage | undefined {
    const page = this.waiting.shift();
    if (this.waiting.length < MOST_WAITING) this.connection.stream.resume();
    return page;
  }

  handleError(error: Error): void {
    this.error = error;
    this.handleReadyForQuery();
  }

  handleReadyForQuery(): void {
    this.done = true;
    this.wake();
  }

  handleCommandComplete(): void {}
}

/**
 * Pages of the rows of `query` (a constant of the caller's, never input). The connection is busy until the last page
 * is taken, or the generator is returned. Throws what the server says.
 */
export async function* copyOut(client: pg.ClientBase, query: string): AsyncGenerator<CopiedPage> {
  const copy = new CopyOut(`COPY (${query}) TO STDOUT (FORMAT binary)`);
  client.query(copy);
  const news = (): Promise<void> =>
    new Promise((resolve) => {
      copy.wake = resolve;
    });
  try {
    for (;;) {
      const page = copy.waiting.length > 0 ? copy.next() : undefined;
      if (page !== undefined) yield page;
      else if (copy.error !== null) throw copy.error;
      else if (copy.done) return;
      else await news();
    }
  } finally {
    while (!copy.done) {
      while (copy.waiting.length > 0) copy.next();
      await news();
    }
  }
}
