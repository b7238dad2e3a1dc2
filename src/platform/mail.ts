/** E-mail over SMTP. */
import nodemailer from 'nodemailer';
import { type SendAnswer, shortAnswer } from './outgoing.ts';

export type Mail = Readonly<{
  /** Becomes the Message-ID: sent twice after a crash, it is one message to the mail servers on its way. */
  id: string;
  to: string;
  subject: string;
  text: string;
}>;
export type Mailer = Readonly<{ send(mail: Mail): Promise<SendAnswer>; close(): void }>;

const TIMEOUT_MS = 20_000;

/** `url` is `smtp://user:password@host:port` or `smtps:`; `from` an address, or a name with one. */
export function openMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = /@([\w.-]+)/.exec(from)?.[1] ?? 'sotiem';
  return {
    async send({ id, to, subject, text }) {
      try {
        const { response } = await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${host}>`,
          // A program wrote this: nobody's holiday answer is wanted (RFC 3834).
          headers: { 'auto-submitted': 'auto-generated' },
        });
        return { ok: true, answer: shortAnswer(response), final: false };
      } catch (error) {
        const { responseCode, message } = error as { responseCode?: number; message: string };
        return {
          ok: false,
          answer: shortAnswer(message),
          // SMTP says 4xx for "later" and 5xx for "never"; a wrong password is ours to correct, and then it goes out.
          final: responseCode !== undefined && responseCode >= 500 && responseCode !== 535,
        };
      }
    },
    close: () => transport.close(),
  };
}
