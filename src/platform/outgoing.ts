/** What a way out of the product answers to one try. */
export type SendAnswer = Readonly<{
  ok: boolean;
  /** What the other side said, for the log; one short line without personal data. */
  answer: string;
  /** Refused for good: another try would be refused as well. */
  final: boolean;
}>;

/** One short line of whatever an error or a server says; addresses in it are not ours to keep in a log. */
export const shortAnswer = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\s<>()]+@[^\s<>()]+/g, '…@…')
    .trim()
    .slice(0, 200);
