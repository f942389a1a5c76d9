import { mkdirSync, writeFileSync } from 'node:fs';
import { closeSites, OPENING, openSite, type Site, SOON, secondsUntilRefused, type Token } from './site.ts';

/** Programs that judge a certificate by what the service says now; each prints what it thinks of a good one. */
describe('programs that verify a certificate', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(6);
    mkdirSync(site.path('nss'));
    await nss('certutil', '-N', '--empty-password');
    await nss('certutil', '-A', '-n', 'root', '-t', 'CT,,', '-i', site.path('root.pem'));
    await nss('certutil', '-A', '-n', 'issuing', '-t', ',,', '-i', site.path('chain.pem'));
  }, OPENING);
  afterAll(closeSites, OPENING);

  const nss = async (program: string, ...args: string[]): Promise<string> =>
    (await site.run('gateway', [program, '-d', `sql:${site.path('nss')}`, ...args])).output;
  const said = async (...argv: string[]): Promise<string> => (await site.run('gateway', argv)).output;
  /** The CRLs as they are served now, in one PEM file. */
  async function crls(): Promise<string> {
    const all = site.facts.crlUrls.map((url) => `curl --silent --fail ${url} | openssl crl -inform DER`);
    await said('sh', '-ec', `{ ${all.join('; ')}; } > ${site.path('now.pem')}`);
    return site.path('now.pem');
  }

  it.each<[string, (leaf: string) => Promise<string>, good: RegExp, revoked: RegExp]>([
    [
      'openssl verify -x509_strict -crl_check_all',
      async (leaf) => {
        const chain = ['-CAfile', site.path('root.pem'), '-untrusted', site.path('chain.pem')];
        return said('openssl', 'verify', '-x509_strict', '-crl_check_all', ...chain, '-CRLfile', await crls(), leaf);
      },
      /: OK$/m,
      /certificate revoked/,
    ],
    [
      'openssl ocsp',
      (leaf) => {
        const about = ['-issuer', site.path('chain.pem'), '-cert', leaf, '-CAfile', site.path('root.pem')];
        return said('openssl', 'ocsp', '-url', site.facts.ocspUrl, ...about);
      },
      /^(?=[\s\S]*Response verify OK)[\s\S]*: good/,
      /^(?=[\s\S]*Response verify OK)[\s\S]*: revoked/,
    ],
    [
      'ocsptool',
      (leaf) => {
        const issuing = site.path('chain.pem');
        const about = ['--load-cert', leaf, '--load-issuer', issuing, '--load-trust', issuing];
        return said('ocsptool', `--ask=${site.facts.ocspUrl}`, ...about);
      },
      /^(?=[\s\S]*Verifying OCSP Response: Success)[\s\S]*Certificate Status: good/,
      /Certificate Status: revoked/,
    ],
    [
      'certtool --verify --load-crl',
      async (leaf) => {
        const both = site.path('leaf-and-issuing.pem');
        await said('sh', '-ec', `cat ${leaf} ${site.path('chain.pem')} > ${both}`);
        const trust = ['--load-ca-certificate', site.path('root.pem'), '--load-crl', await crls()];
        return said('certtool', '--verify', ...trust, '--infile', both);
      },
      /The certificate is trusted/,
      /revoked/,
    ],
    [
      'vfychain (NSS) by OCSP',
      (leaf) => {
        const policy = ['-pp', '-u', '0', '-g', 'leaf', '-m', 'ocsp', '-s', 'requireInfo'];
        return nss('vfychain', ...policy, '-a', leaf, '-a', site.path('chain.pem'), '-t', '-a', site.path('root.pem'));
      },
      /Chain is good!/,
      /revoked/i,
    ],
  ])('%s', async (program, judge, good, revoked) => {
    const token: Token = site.token();
    const leaf = site.path(`${token.serialNumber}.pem`);
    writeFileSync(leaf, `${token.certificatePem}\n`);
    expect(await judge(leaf)).toMatch(good);
    const asked = await site.revoke(token);
    expect(await secondsUntilRefused(program, asked, async () => revoked.test(await judge(leaf)))).toBeLessThan(SOON);
  });
});
