/** Certificates: one made on the spot for this machine, or one's own. */
import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { HvsimError } from '../errors.ts';
import { attempt } from './attempt.ts';

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/** Makes a certificate that signs itself, for localhost and the loopback addresses, good for a year from a wall time on. */
export async function makeCertificate(now: number): Promise<KeyPair> {
  const { default: forge } = await import('node-forge');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signing = forge.pki.privateKeyFromPem(key) as import('node-forge').pki.rsa.PrivateKey;
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.setRsaPublicKey(signing.n, signing.e);
  made.serialNumber = `01${randomBytes(15).toString('hex')}`;
  made.validity.notBefore = new Date(now - dayMs);
  made.validity.notAfter = new Date(now + 365 * dayMs);
  const name = Object.entries({ commonName: 'localhost', organizationName: 'hvsim' }).map(([name, value]) => ({ name, value }));
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, ...['127.0.0.1', '::1'].map((ip) => ({ type: 7, ip }))] },
    { name: 'subjectKeyIdentifier' },
  ]);
  made.sign(signing, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(made), key };
}

/** Makes sure that a certificate and a key can be used together; `names` are what to call them in errors. */
export function assertKeyPair({ cert, key }: KeyPair, names: KeyPair = { cert: 'The certificate', key: 'The key' }): void {
  const refuse = (why: string, cause?: unknown) => new HvsimError('wrong-certificate', `${why}.`, { cause });
  const isNo = (what: string) => (error: unknown) => refuse(`${what}: ${(error as Error).message}`, error);
  const certificate = attempt(() => new X509Certificate(cert), isNo(`${names.cert} is no certificate in PEM`));
  const privateKey = attempt(() => createPrivateKey(key), isNo(`${names.key} is no private key in PEM without a passphrase`));
  if (certificate.checkPrivateKey(privateKey)) return;
  throw refuse(`${names.key} is not the key of ${names.cert}. Give the two that were made together`);
}
