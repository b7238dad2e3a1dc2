/** Slips that are cut out and handed to people, eight to a page of A4, each with a QR code. */
import encode from 'qr';
import type { Language } from '../platform/messages.ts';
import { press } from './paper-pdf.ts';

export type Slip = Readonly<{
  /** Who sends it, at the head. */
  office: string;
  title: string;
  /** To whom. */
  name: string;
  /** Label and what stands there. */
  lines: readonly (readonly [label: string, text: string])[];
  /** What the QR code holds. It is also printed in groups of four, for who has no scanner. */
  code: string;
  /** Small, at the foot. */
  foot: string;
}>;

/** Throws `paper_busy`, `paper_not_made`. */
export async function slipsPdf(
  name: string,
  slips: readonly Slip[],
  language: Language,
  madeAt = new Date(),
): Promise<Uint8Array> {
  const shown = slips.map((slip) => ({
    ...slip,
    qr: encode(slip.code, 'svg', { ecc: 'medium', optimize: true }),
    code: slip.code.replace(/(.{4})(?=.)/g, '$1-'),
  }));
  return press.print({
    template: 'slips.typ',
    paper: JSON.stringify({ lang: language, name, slips: shown }),
    madeAt: Math.floor(madeAt.getTime() / 1000),
  });
}
