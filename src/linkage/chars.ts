/** One cell at a time as UTF-16 code units: filled from bytes or a string, read by the stores, never kept. */
export class Chars {
  data = new Uint16Array(256);
  length = 0;

  /** Fills it with a string; returns `data`. */
  set(text: string): Uint16Array {
    const data = this.room(text.length);
    for (let i = 0; i < text.length; i++) data[i] = text.charCodeAt(i);
    this.length = text.length;
    return data;
  }

  /** Fills it with bytes `from` to `to` of valid UTF-8; returns `data`. */
  decode(bytes: Uint8Array, from: number, to: number): Uint16Array {
    const data = this.room(to - from);
    let length = 0;
    for (let at = from; at < to; ) {
      const byte = bytes[at++]!;
      if (byte < 0x80) data[length++] = byte;
      else if (byte < 0xe0) data[length++] = ((byte & 31) << 6) | (bytes[at++]! & 63);
      else if (byte < 0xf0)
        data[length++] = ((byte & 15) << 12) | ((bytes[at++]! & 63) << 6) | (bytes[at++]! & 63);
      else {
        const point =
          ((byte & 7) << 18) | ((bytes[at++]! & 63) << 12) | ((bytes[at++]! & 63) << 6) | (bytes[at++]! & 63);
        data[length++] = 0xd7c0 + (point >> 10);
        data[length++] = 0xdc00 | (point & 1023);
      }
    }
    this.length = length;
    return data;
  }

  push(char: number): void {
    this.room(this.length + 1)[this.length++] = char;
  }

  private room(length: number): Uint16Array {
    if (length > this.data.length) {
      const grown = new Uint16Array(length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    return this.data;
  }
}

/** Code units `from` to `to` as a string. */
export const textOf = (chars: Uint16Array, from: number, to: number): string =>
  String.fromCharCode.apply(null, chars.subarray(from, to) as unknown as number[]);
