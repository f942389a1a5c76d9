import { changesOf } from '../../../src/journal/entry-changes.ts';
import { ceremonies } from '../../support/judged/journals/ceremonies.ts';
import { desk } from '../../support/judged/journals/desk.ts';
import { workstations } from '../../support/judged/journals/machines/workstations.ts';
import { nomade } from '../../support/judged/journals/nomade.ts';
import { renewal } from '../../support/judged/journals/renewal.ts';
import { service } from '../../support/judged/journals/service.ts';
import { honest } from '../../support/judged/journals.ts';
import { type Forged, forge, rowIn, timeOf } from './forging.ts';

const DAY = 86_400_000;

const from = async (journey: Parameters<typeof honest>[0]): Promise<Forged> => forge(await honest(journey));

/** In an honest journal: the id of its first issuing CA of this purpose. */
function authorityFor(f: Forged, purpose: 'token' | 'nomade'): string {
  const rows = f.entries.flatMap(changesOf).flatMap((change) => ('insert' in change ? [change.insert] : []));
  const found = rows.find((row) => row['kind'] === 'issuing' && row['purpose'] === purpose);
  return String(found?.['id']);
}
/** The certificate that a journal orders first for this. */
const ordered = (f: Forged, kind: string) => f.first('certificate.intend', ({ detail }) => detail['kind'] === kind);

describe('a certificate of the wrong authority', () => {
  it.each([
    ['a nomade credential of the CA of tokens', nomade, 'nomade', 'token'],
    ['a token of the CA for nomade credentials', desk, 'token', 'nomade'],
    ['a workstation of the CA for nomade credentials', workstations, 'workstation', 'nomade'],
    ['a server of the CA for nomade credentials', service, 'server', 'nomade'],
  ] as const)('%s', async (_, journey, kind, purpose) => {
    const f = await from(journey);
    const order = ordered(f, kind);
    rowIn(order, 'certificate')['issuerId'] = authorityFor(f, purpose);
    f.isWrong(order);
  });

  it('a nomade credential of the CA of tokens that says it is a token’s', async () => {
    const f = await from(nomade);
    const order = ordered(f, 'nomade');
    const row = rowIn(order, 'certificate');
    Object.assign(row, { issuerId: authorityFor(f, 'token'), policy: String(row['policy']).replace(/\d+$/, '1') });
    f.isWrong(order);
  });

  it('a nomade credential under the profile of a token', async () => {
    const f = await from(nomade);
    const order = ordered(f, 'nomade');
    const adopted = f.entries.flatMap(changesOf).find(({ id }) => id === 'profile:agent-vpn');
    const profileHash = adopted && 'insert' in adopted ? (adopted.insert['value'] ?? null) : null;
    const row = rowIn(order, 'certificate');
    const policy = String(row['policy']).replace(/\d+$/, '1');
    Object.assign(row, { issuerId: authorityFor(f, 'token'), policy, profile: 'agent-vpn', profileHash });
    f.isWrong(order);
  });
});

describe('a certificate that begins before its order', () => {
  it('with its issuer, days ago', async () => {
    const f = await from(renewal);
    const order = f.last('certificate.intend', ({ detail }) => detail['kind'] === 'token');
    const issuer = f.entries.flatMap(changesOf).find(({ id }) => id === authorityFor(f, 'token'));
    const issued = issuer && 'insert' in issuer ? Number(issuer.insert['notBefore']) : Number.NaN;
    expect(timeOf(order) - issued).toBeGreaterThan(DAY);
    rowIn(order, 'certificate')['notBefore'] = issued;
    f.isWrong(order, 'certificate.notBefore is not a little before the act');
  });
});

describe('a certificate under the wrong policy', () => {
  it.each([
    ['a token’s', desk, 'token', ['.2', '.3', '.4', '.5', '']],
    ['a nomade credential’s', nomade, 'nomade', ['.1', '']],
    ['a workstation’s', workstations, 'workstation', ['.1', '']],
    ['the server’s', service, 'server', ['.1', '']],
  ] as const)('%s', async (_, journey, kind, wrong) => {
    for (const arc of wrong) {
      const f = await from(journey);
      const order = ordered(f, kind);
      const row = rowIn(order, 'certificate');
      row['policy'] = String(row['policy']).replace(/\.\d+$/, arc);
      f.isWrong(order);
    }
  });

  it.each(['2.5.29.32.0', '2.999.2.1', ''])('of a token: "%s"', async (policy) => {
    const f = await from(desk);
    const order = ordered(f, 'token');
    rowIn(order, 'certificate')['policy'] = policy;
    f.isWrong(order);
  });
});

describe('an authority that is not for what it is said to be for', () => {
  const intended = (f: Forged, kind: string, act = 'evaluation') =>
    f.first('authority.intend', (entry) => entry.detail['kind'] === act && rowIn(entry, 'authority')['kind'] === kind);

  it.each([
    ['an issuing CA for nothing', 'issuing', { purpose: null }],
    ['an issuing CA for everything', 'issuing', { purpose: 'all' }],
    ['an issuing CA without policies', 'issuing', { policy: null }],
    ['an issuing CA for any policy', 'issuing', { policy: 'any' }],
    ['a root that issues tokens', 'root', { purpose: 'token' }],
    ['a root with policies', 'root', { policy: '2.999.1' }],
  ])('%s', async (_, kind, change) => {
    for (const [journey, act] of [
      [desk, 'evaluation'],
      [ceremonies, 'ceremony'],
    ] as const) {
      const f = await from(journey);
      const order = intended(f, kind, act);
      Object.assign(rowIn(order, 'authority'), change);
      f.isWrong(order);
    }
  });

  it('an OCSP signer that is for tokens', async () => {
    const f = await from(desk);
    const order = intended(f, 'ocsp', 'ocsp');
    rowIn(order, 'authority')['purpose'] = 'token';
    f.isWrong(order);
  });

  it.each(['issuing', 'nomade'])('a ceremony that names one CA as both: %s', async (name) => {
    const f = await from(ceremonies);
    const held = f.first('ca.ceremony');
    const other = name === 'nomade' ? 'issuing' : 'nomade';
    Object.assign(held.detail, { [name]: held.detail[other], [`${name}Sha256`]: held.detail[`${other}Sha256`] });
    f.isWrong(held);
  });

  it('a ceremony that made no CA for nomade credentials', async () => {
    const f = await from(ceremonies);
    const held = f.first('ca.ceremony');
    delete held.detail['nomade'];
    delete held.detail['nomadeSha256'];
    f.isWrong(held);
  });
});
