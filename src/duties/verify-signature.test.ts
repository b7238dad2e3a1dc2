import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { newSigner, signDetached } from '../../test/support/signature.ts';
import { verifySignature } from './verify-signature.ts';

const AT = new Date('2021-12-17T08:30:00Z');
const paper = Buffer.from('%PDF-1.4 phụ lục của phường Hồng Hà');
const root = await newSigner('Tổ chức chứng thực A');
const lan = await newSigner('Nguyễn Thị Lan', root);
const signature = await signDetached(lan, paper, AT);
const refused = (code: string) => (error: { code?: string }) => error.code === code;

test('a signature names its signer, its issuer and its time; whether it is trusted is for the installation to say', async () => {
  const told = { name: 'Nguyễn Thị Lan', issuer: 'Tổ chức chứng thực A', signedAt: AT.toISOString() };
  assert.deepEqual(await verifySignature(signature, paper, null), { ...told, trusted: null });
  assert.deepEqual(await verifySignature(signature, paper, root.pem), { ...told, trusted: true });
  const other = await newSigner('Tổ chức chứng thực B');
  assert.deepEqual(await verifySignature(signature, paper, other.pem), { ...told, trusted: false });
  assert.equal((await verifySignature(signature, paper, other.pem + root.pem)).trusted, true);
});

test('another file, however little it differs, is not what was signed; another key does not sign in this name', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(paper.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const altered = Buffer.from(paper);
      altered[at] = altered[at]! ^ change;
      await assert.rejects(verifySignature(signature, altered, null), refused('signature_other_file'));
    }),
    { numRuns: 30 },
  );
  const forged = await signDetached({ ...lan, keys: root.keys }, paper, AT);
  await assert.rejects(verifySignature(forged, paper, null), refused('signature_other_file'));
});

test('what is no signature is refused as such, never a crash and never accepted', async () => {
  for (const bytes of [Buffer.alloc(0), paper, signature.subarray(0, 200)])
    await assert.rejects(verifySignature(bytes, paper, null), refused('signature_unreadable'));
  await fc.assert(
    fc.asyncProperty(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const altered = Buffer.from(signature);
      altered[at] = altered[at]! ^ change;
      await verifySignature(altered, paper, null).then(
        // What is not signed (the bytes of the certificate that nobody hashes here) may differ.
        ({ name }) => assert.equal(typeof name, 'string'),
        (error: { code?: string }) => assert.match(error.code ?? String(error), /^signature_/),
      );
    }),
    { numRuns: 200 },
  );
});
