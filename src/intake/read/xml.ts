/** As much XML as a workbook part needs, scanned as text: no tree is built for a sheet of a million rows. */
import { AppError } from '../../kernel/app-error.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character data to text: entities, and Excel's _xHHHH_ for characters XML has no room for. */
export function decodeText(raw: string): string {
  let text = raw;
  if (text.includes('<![CDATA[')) text = escapeMarked(text);
  if (text.includes('&'))
    text = text.replace(
      /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g,
      (all, hex?: string, decimal?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name] ?? all;
        const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : '';
      },
    );
  if (text.includes('_x'))
    text = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return text;
}

/** Character data marked as such, escaped like other text; a section that never ends stays as it is. */
function escapeMarked(raw: string): string {
  let text = '';
  let at = 0;
  for (;;) {
    const open = raw.indexOf('<![CDATA[', at);
    const close = open < 0 ? -1 : raw.indexOf(']]>', open);
    if (close < 0) return text + raw.slice(at);
    const data = raw.slice(open + 9, close);
    text +=
      raw.slice(at, open) +
      data.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
    at = close + 3;
  }
}

/** Value of an attribute of a start tag, undecoded; undefined when it is not there. */
export function attribute(tag: string, name: string): string | undefined {
  for (let at = tag.indexOf(name); at >= 0; at = tag.indexOf(name, at + 1)) {
    const before = tag.charCodeAt(at - 1);
    if (before > 32) continue;
    let equals = at + name.length;
    while (tag.charCodeAt(equals) <= 32) equals++;
    if (tag[equals] !== '=') continue;
    let quote = equals + 1;
    while (tag.charCodeAt(quote) <= 32) quote++;
    return tag.slice(quote + 1, tag.indexOf(tag[quote]!, quote + 1));
  }
  return undefined;
}

/** Longest row or string in bytes: 1,024 cells of 8 KB each. */
export const MAX_ELEMENT = 8 * 2 ** 20;

/**
 * Yields `[startTag, inner]` of each `<prefix:tag>` in a stream of bytes, without holding more than one element.
 * `root` must be closed before the stream ends, else the part was cut: throws `file_damaged`.
 */
export async function* elements(
  chunks: AsyncIterable<Buffer>,
  tag: string,
  root: string,
  part: string,
): AsyncGenerator<[string, string]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let buffer = '';
  let tail = '';
  let prefix: string | null = null;
  let open = '';
  let close = '';
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new AppError('file_damaged', 'invalid', { part });
    }
  };
  for await (const chunk of chunks) {
    const text = decode(chunk);
    tail = (tail + text.slice(-256)).slice(-256);
    buffer += text;
    if (prefix === null) {
      const start = new RegExp(`<(\\w+:)?${root}[\\s>/]`).exec(buffer);
      // OOXML knows no document type: one is there for entities that multiply or fetch other files.
      if (buffer.lastIndexOf('<!DOCTYPE', start?.index ?? 65_536) >= 0)
        throw new AppError('file_damaged', 'invalid', { part });
      if (start === null) {
        if (buffer.length > 65_536) throw new AppError('file_damaged', 'invalid', { part });
        continue;
      }
      prefix = start[1] ?? '';
      open = `<${prefix}${tag}`;
      close = `</${prefix}${tag}>`;
    }
    let position = 0;
    for (;;) {
      let start = buffer.indexOf(open, position);
      while (start >= 0 && start + open.length < buffer.length) {
        const after = buffer.charCodeAt(start + open.length);
        if (after <= 32 || after === 62 || after === 47) break;
        start = buffer.indexOf(open, start + 1);
      }
      if (start < 0) {
        position = Math.max(position, buffer.length - open.length - 1);
        break;
      }
      const end = buffer.indexOf('>', start);
      if (end < 0) {
        position = start;
        break;
      }
      if (buffer.charCodeAt(end - 1) === 47) {
        yield [buffer.slice(start, end + 1), ''];
        position = end + 1;
        continue;
      }
      const finish = buffer.indexOf(close, end);
      if (finish < 0) {
        position = start;
        break;
      }
      yield [buffer.slice(start, end + 1), buffer.slice(end + 1, finish)];
      position = finish + close.length;
    }
    if (position > 0) buffer = buffer.slice(position);
    if (buffer.length > MAX_ELEMENT) throw new AppError('file_too_large', 'too-large', { part });
  }
  decode();
  if (
    prefix === null ||
    !(tail.includes(`</${prefix}${root}>`) || new RegExp(`<${prefix}${root}[^>]*/>`).test(tail))
  )
    throw new AppError('file_damaged', 'invalid', { part });
}
