import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readCertificate } from '../../../src/ca/asn1/read-certificate.ts';
import { verifyChallenge } from '../../../src/ca/issue/challenge.ts';
import { checkPossession } from '../../../src/ca/issue/possession.ts';
import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import { readOcspRequest } from '../../../src/ca/status/ocsp-request.ts';
import { isAppError } from '../../../src/errors.ts';
import { createWorld, ecKey, rsaKey, run, type World, writeCsr } from '../../ca/evaluation.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';

/** `read` or the code of the refusal; anything else that is thrown fails the test. */
async function refusalOf(read: () => unknown): Promise<string> {
  try {
    await read();
    return 'read';
  } catch (error) {
    if (isAppError(error, 'invalid_input', 'possession_failed')) return error.code;
    throw error;
  }
}

describe('octets that say they are', () => {
  let world: World;
  let certificates: Uint8Array[];
  let requests: Uint8Array[];
  let containers: Uint8Array[];
  beforeAll(async () => {
    world = await createWorld();
    const [ec, rsa] = [ecKey(), rsaKey()];
    const holder = (await world.issue()).der;
    const nomade = (await world.issue({ profile: 'nomade' })).der;
    certificates = [holder, nomade, world.ca.issuingCertificate(), world.ca.rootCertificate(), world.ocspSigner()];
    const key = world.pem('key.pem', 'PRIVATE KEY', ec.privateKey.export({ format: 'der', type: 'pkcs8' }));
    run('openssl', ['req', '-new', '-key', key, '-subj', '/CN=x', '-outform', 'DER', '-out', `${world.folder}/o.csr`]);
    requests = [
      writeCsr(ec.privateKey, ec.spki),
      writeCsr(rsa.privateKey, rsa.spki),
      readFileSync(`${world.folder}/o.csr`),
    ];
    const worker = {
      url: pathToFileURL('src/ca/pkcs12/worker.ts'),
      execArgv: ['--import', pathToFileURL('tests/support/typescript.mjs').href],
    };
    const maker = createSoftwareCredentials({ worker });
    const chain = [world.ca.issuingCertificate('nomade')];
    const pkcs8 = rsa.privateKey.export({ format: 'der', type: 'pkcs8' });
    containers = await Promise.all(
      (['modern', 'compatible'] as const).map((form) =>
        maker.pack(pkcs8, nomade, chain, 'a-password-of-a-letter', form),
      ),
    );
  });
  afterAll(() => world.remove());

  it('certificate requests are a key that signed them, or refused', async () => {
    const seen = await throwAt('CSR', mutants(requests), (der) => refusalOf(() => checkPossession(der)));
    expect(seen.get('read') ?? 0).toBeGreaterThan(0);
    expect(seen.get('possession_failed') ?? 0).toBeGreaterThan(0);
  });

  it('certificates are read as they stand, or refused, and vouch for nothing they did not sign', async () => {
    const challenge = Buffer.alloc(32, 1);
    const seen = await throwAt('certificate', mutants(certificates), async (der) => {
      if (verifyChallenge(der, challenge, der.subarray(-70))) throw new Error('a signature that nobody made');
      return refusalOf(() => readCertificate(der));
    });
    expect(Math.min(seen.get('read') ?? 0, seen.get('invalid_input') ?? 0)).toBeGreaterThan(0);
  });

  // the service writes PKCS#12 and reads none: what is thrown at it is thrown at every reader of DER that it has
  it('PKCS#12 are nothing that any reader of ours takes', async () => {
    const readers = [checkPossession, readCertificate, readOcspRequest] as const;
    const seen = await throwAt('PKCS#12', mutants(containers), async (der) => {
      for (const read of readers) {
        const word = await refusalOf(() => read(der));
        if (word === 'read') throw new Error(`${read.name} took a PKCS#12 for its own`);
      }
      return 'refused';
    });
    expect(seen.get('refused')).toBeGreaterThan(0);
  });
});
