/** Certificates: one made on the spot for this machine, or one's own. */
import { createPrivateKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { HvsimError } from '../errors.ts';

/** A certificate and its key, in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/**
 * Makes a certificate that signs itself, for localhost and the loopback addresses, good for a year.
 *
 * @param now wall time in epoch milliseconds
 */
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
  const name = [
    { name: 'commonName', value: 'localhost' },
    { name: 'organizationName', value: 'hvsim' },
  ];
  made.setSubject(name);
  made.setIssuer(name);
  made.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
        { type: 7, ip: '::1' },
      ],
    },
    { name: 'subjectKeyIdentifier' },
  ]);
  made.sign(signing, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(made), key };
}

/**
 * Makes sure that a certificate and a key can be used together.
 *
 * @param names what to call them in errors
 * @throws HvsimError `wrong-certificate`
 */
export function assertKeyPair(
  { cert, key }: KeyPair,
  names: { readonly cert: string; readonly key: string } = { cert: 'The certificate', key: 'The key' },
): void {
  const certificate = attempt(`${names.cert} is no certificate in PEM`, () => new X509Certificate(cert));
  const privateKey = attempt(`${names.key} is no private key in PEM without a passphrase`, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new HvsimError('wrong-certificate', `${names.key} is not the key of ${names.cert}. Give the two that were made together.`);
  }
}

function attempt<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new HvsimError('wrong-certificate', `${what}: ${(error as Error).message}.`, { cause: error });
  }
}
