import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Attempt, createGates } from './gates.ts';
import { createNetwork, makeServerCertificate } from './network.ts';
import { lineOf } from './nginx.ts';
import { COMERS, type Comer, makeSmallPki } from './small-pki.ts';

const POLICY = '1.2.250.1.999.1.1';
const ASKED = `-explicit_policy -policy ${POLICY}`;

/**
 * Each guard of a recipe matters alone: with one taken away, the certificate that nothing else stops gets in, and no other.
 * Where a program looks at the purpose by itself, the recipe has nothing that could be forgotten; strongSwan looks at none.
 */
describe('a gateway of docs/gateways.md, with one guard taken away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-guards-'));
  const at = (name: string): string => `${folder}/${name}`;
  let network: ReturnType<typeof createNetwork>;
  let gates: ReturnType<typeof createGates>;
  let line: string;
  beforeAll(() => {
    makeSmallPki(folder);
    makeServerCertificate((name) => at(`gateway/${name}`));
    network = createNetwork();
    gates = createGates(folder, network);
    line = lineOf(at('gateway'), at('gateway/issuing.pem'), POLICY);
  });
  afterEach(() => gates.close());
  afterAll(() => {
    network.remove();
    rmSync(folder, { recursive: true });
  });

  const lettingIn = async (attempt: Attempt, comers: readonly Comer[] = COMERS): Promise<Comer[]> => {
    const came: Comer[] = [];
    for (const name of comers) if ((await attempt(name)) === 'in') came.push(name);
    return came;
  };
  const strangers = COMERS.filter((name) => name !== 'purpose');
  const road = { names: COMERS, brought: ['sibling.pem'] };
  const crls = ['root.crl', 'issuing.crl', 'sibling.crl'];
  const key = () => line.split(' ')[0];
  const policy = () => line.split(' ')[1];

  const GATES: Record<string, [gate: () => Promise<Attempt>, passes: Comer[], of?: Comer[]][]> = {
    nginx: [
      [() => gates.nginx(line), []],
      [() => gates.nginx(`~ ${policy()}$`), ['issuer']],
      [() => gates.nginx(`~^${key()} `), ['policy']],
      [() => gates.nginx(line, { 'ssl_crl /etc/gateway/crls.pem;': '' }), ['revoked']],
    ],
    'openssl s_server': [
      [() => gates.openssl(), []],
      [
        () =>
          gates.openssl({
            '-verifyCAfile /etc/gateway/issuing.pem -partial_chain': `-verifyCAfile ${at('gateway/root-and-crls.pem')}`,
          }),
        ['issuer'],
      ],
      [() => gates.openssl({ [ASKED]: '' }), ['policy']],
      [() => gates.openssl({ [ASKED]: `${ASKED} -purpose any` }), ['purpose']],
      [() => gates.openssl({ '-crl_check -CRL /etc/gateway/issuing.crl -CRLform DER': '' }), ['revoked']],
    ],
    OpenVPN: [
      [() => gates.openvpn(), []],
      [
        () =>
          gates.openvpn(
            {},
            {
              '-partial_chain -trusted /etc/gateway/issuing.pem': `-CAfile ${at('root.pem')} -untrusted ${at('all-cas.pem')}`,
            },
          ),
        ['issuer'],
      ],
      [() => gates.openvpn({}, { [ASKED]: '' }), ['policy']],
      [() => gates.openvpn({ 'crl-verify /etc/gateway/crls.pem\n': '' }), ['revoked']],
    ],
    strongSwan: [
      [() => gates.strongswan({ ...road, crls }), [], strangers],
      [() => gates.strongswan({ ...road, crls }, { 'cacerts = issuing.pem': '' }), ['issuer'], strangers],
      [() => gates.strongswan({ ...road, crls }, { [`cert_policy = ${POLICY}`]: '' }), ['policy'], strangers],
      // where no CRL can be read, the last one refuses everybody and the others nobody
      [() => gates.strongswan({ ...road, crls: [] }, { 'revocation = strict': '' }), ['revoked'], strangers],
    ],
  };
  it.each(Object.entries(GATES))(
    '%s lets in the one whom that guard alone stops',
    async (_, cases) => {
      for (const [gate, passes, of] of cases) {
        expect(await lettingIn(await gate(), of)).toEqual(['token', ...passes]);
        await gates.close();
      }
    },
    240_000,
  );

  it('strongSwan knows no purpose: a server’s certificate with a token’s policy would get in, and our CA makes none', async () => {
    expect(await lettingIn(await gates.strongswan({ ...road, crls }))).toEqual(['token', 'purpose']);
  }, 60_000);
});
