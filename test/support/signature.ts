/** Personal certificates and detached signatures, as signing tools write them. */

import type { webcrypto } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, UTCTime, Utf8String } from 'asn1js';
import * as pkijs from 'pkijs';

const { subtle } = globalThis.crypto;
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

export type Signer = Readonly<{ certificate: pkijs.Certificate; keys: webcrypto.CryptoKeyPair; pem: string }>;

const named = (name: string): pkijs.AttributeTypeAndValue =>
  new pkijs.AttributeTypeAndValue({ type: '2.5.4.3', value: new Utf8String({ value: name }) });

/** A certificate of this name, issued by another signer or by itself. */
export async function newSigner(name: string, issuer?: Signer): Promise<Signer> {
  const keys = await subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const certificate = new pkijs.Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ value: issuer === undefined ? 1 : 2 });
  certificate.subject.typesAndValues.push(named(name));
  certificate.issuer.typesAndValues.push(...(issuer?.certificate.subject.typesAndValues ?? [named(name)]));
  certificate.notBefore.value = new Date('2020-01-01');
  certificate.notAfter.value = new Date('2040-01-01');
  const constraints = new pkijs.BasicConstraints({ cA: issuer === undefined });
  certificate.extensions = [
    new pkijs.Extension({
      extnID: '2.5.29.19',
      critical: true,
      extnValue: constraints.toSchema().toBER(),
      parsedValue: constraints,
    }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey);
  await certificate.sign((issuer?.keys ?? keys).privateKey, 'SHA-256');
  const body = Buffer.from(certificate.toSchema().toBER()).toString('base64');
  return { certificate, keys, pem: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n` };
}

/** A detached signature (CMS SignedData in DER) over these bytes at this time. */
export async function signDetached(
  { certificate, keys }: Signer,
  bytes: Uint8Array,
  at: Date,
): Promise<Buffer> {
  const data = Uint8Array.from(bytes).buffer;
  const attribute = (type: string, value: unknown) => new pkijs.Attribute({ type, values: [value] });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: certificate.issuer,
          serialNumber: certificate.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute('1.2.840.113549.1.9.3', new ObjectIdentifier({ value: '1.2.840.113549.1.7.1' })),
            attribute('1.2.840.113549.1.9.5', new UTCTime({ valueDate: at })),
            attribute(
              '1.2.840.113549.1.9.4',
              new OctetString({ valueHex: await subtle.digest('SHA-256', data) }),
            ),
          ],
        }),
      }),
    ],
    certificates: [certificate],
  });
  await signed.sign(keys.privateKey, 0, 'SHA-256', data);
  return Buffer.from(
    new pkijs.ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: signed.toSchema(true) })
      .toSchema()
      .toBER(),
  );
}
