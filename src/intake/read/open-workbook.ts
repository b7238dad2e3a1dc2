import { open, stat } from 'node:fs/promises';
import { AppError } from '../../kernel/app-error.ts';
import { DEFAULT_LIMITS, type ReadLimits, type Workbook } from '../workbook.ts';
import { openCsv } from './csv.ts';
import { openXls } from './xls.ts';
import { openXlsx } from './xlsx.ts';

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);

/** Opens a list by its content: a file's name is a hint for messages, never trusted. Throws the `file_…` errors. */
export async function openWorkbook(
  path: string,
  fileName: string,
  limits: ReadLimits = DEFAULT_LIMITS,
): Promise<Workbook> {
  const { size } = await stat(path);
  if (size === 0) throw new AppError('file_empty', 'invalid', { file: fileName });
  if (size > limits.maxFileBytes)
    throw new AppError('file_too_large', 'too-large', { bytes: size, limit: limits.maxFileBytes });
  const file = await open(path, 'r');
  const head = Buffer.alloc(Math.min(size, 8192));
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06))
    return openXlsx(path, limits);
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) return openXls(path, limits);
  const text = head.toString('latin1').trimStart().toLowerCase();
  if (
    /^(\ufeff|ï»¿)?<(!doctype html|html|table|meta|\?xml[^>]*>\s*(<\?mso[^>]*>\s*)?<(html|workbook))/.test(
      text,
    )
  )
    return openXls(path, limits);
  const utf16 = startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff);
  if (
    /^(%pdf|\x89png|gif8|\xff\xd8\xff|rar!|7z\xbc)/.test(text) ||
    (!utf16 && head.some(isControl) && !looksUtf16(head))
  )
    throw new AppError('file_wrong_type', 'invalid', { file: fileName });
  return openCsv(path, fileName, limits);
}

/** Bytes that no text holds; old programs end theirs with 0x1a, and VNI and TCVN3 use what stands above 0x7f. */
const isControl = (byte: number): boolean => byte < 9 || (byte > 13 && byte < 32 && byte !== 0x1a);

/** UTF-16 without a mark: every other byte of ASCII text is zero. */
function looksUtf16(head: Buffer): boolean {
  let even = 0;
  let odd = 0;
  for (let i = 0; i + 1 < head.length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const half = head.length / 2;
  return (odd > half * 0.3 && even < half * 0.05) || (even > half * 0.3 && odd < half * 0.05);
}
