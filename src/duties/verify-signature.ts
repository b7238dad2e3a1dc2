/**
 * Detached signatures of personal certificates (CMS SignedData, RFC 5652; what the signing tools of the certification
 * authorities write as `.p7s`): who signed, and whether it is this file that was signed.
 */
import { Certificate, ContentInfo, SignedData } from 'pkijs';
import { AppError } from '../kernel/app-error.ts';
import type { SignedBy } from './contract.ts';

const COMMON_NAME = '2.5.4.3';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const PEM = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/**
 * Checks a detached signature over a file. Throws `signature_unreadable` for what is no CMS signature that carries its
 * certificate, and `signature_other_file` when it does not sign these bytes.
 * @param roots the authorities to trust, certificates in PEM one after the other; null: the chain is not judged.
 */
export async function verifySignature(
  signature: Uint8Array,
  file: Uint8Array,
  roots: string | null,
): Promise<SignedBy> {
  const { signed, signer } = readSignature(signature);
  const holds = (trustedCerts: Certificate[] | null): Promise<boolean> =>
    signed
      .verify({
        signer: 0,
        data: Uint8Array.from(file).buffer,
        extendedMode: true,
        ...(trustedCerts && { checkChain: true, trustedCerts, passedWhenNotRevValues: true }),
      })
      .then(({ signatureVerified }) => signatureVerified === true)
      .catch(() => false);
  if (!(await holds(null))) throw new AppError('signature_other_file', 'invalid');
  return {
    name: nameIn(signer.subject),
    issuer: nameIn(signer.issuer),
    signedAt: signingTime(signed),
    trusted: roots === null ? null : await holds(certificatesIn(roots)),
  };
}

function readSignature(bytes: Uint8Array): { signed: SignedData; signer: Certificate } {
  try {
    const { contentType, content } = ContentInfo.fromBER(bytes);
    if (contentType === SIGNED_DATA) {
      const signed = new SignedData({ schema: content });
      const serial = signed.signerInfos[0]?.sid.serialNumber;
      const signer = signed.certificates?.find(
        (one): one is Certificate => one instanceof Certificate && one.serialNumber.isEqual(serial),
      );
      if (signer !== undefined) return { signed, signer };
    }
  } catch {
    // Whatever the reader stumbled over, to the sender it is one thing.
  }
  throw new AppError('signature_unreadable', 'invalid');
}

const nameIn = ({ typesAndValues }: Certificate['subject']): string =>
  String(typesAndValues.find(({ type }) => type === COMMON_NAME)?.value.valueBlock.value ?? '–').slice(
    0,
    200,
  );

/** The signer's own clock, where the signature states it. */
function signingTime({ signerInfos: [info] }: SignedData): string | null {
  const time = info?.signedAttrs?.attributes.find(({ type }) => type === SIGNING_TIME)?.values[0];
  return typeof time?.toDate === 'function' ? (time.toDate() as Date).toISOString() : null;
}

const certificatesIn = (pem: string): Certificate[] =>
  [...pem.matchAll(PEM)].map(([, body]) => Certificate.fromBER(Buffer.from(body!, 'base64')));
