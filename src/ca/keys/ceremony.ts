import { setTimeout as sleep } from 'node:timers/promises';
import type { Purpose } from '../../book/rules/certificates/purposes.ts';
import { DAY_MS } from '../../durations.ts';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { AuthorityRecords, KeptCrl, StatusRecords } from '../ports.ts';
import type { Words } from '../profiles/content.ts';
import { rootSchedule } from '../standing.ts';
import { createCrlPublisher } from '../status/crl-publisher.ts';
import type { Authority, AuthorityFolder } from './authority.ts';
import { issuingContent, rootContent } from './evaluation.ts';
import { addressesOf, type KeyMaker, type MakeDeps, makeAuthority } from './make-authority.ts';
import { verifiedSignature } from './signer.ts';

/** Where the root's key is while people stand by: a folder of its own, or a token. Taken away afterwards. */
export interface RootPlace {
  folder: Pick<AuthorityFolder, 'keep'>;
  newKey?: KeyMaker;
  /** The root whose key is there, with that key; undefined in a place that is still empty. */
  find(): Authority | undefined;
}
export interface CeremonyDeps {
  chance: MakeDeps['chance'];
  clock: Clock;
  records: AuthorityRecords;
  status: StatusRecords;
  /** The service's own folder: all certificates, and the issuing CAs' keys. */
  service: AuthorityFolder;
  root: RootPlace;
  /** Makes the issuing CA's key elsewhere than in its file. */
  issuingKey?: KeyMaker;
  pkiUrl: string;
  words: Pick<Words, 'organisation' | 'siren' | 'policy'>;
  wait?: (ms: number) => Promise<unknown>;
}
/** What an act at the root left behind. */
export interface RootAct {
  root: Authority;
  /** The issuing CAs that were made or revoked: a ceremony's of tokens first. */
  issuing: readonly Authority[];
  rootCrl: KeptCrl;
}

/** C6: a root lasts at most 20 years, an issuing CA 6 to 10. */
const ROOT_DAYS = 7300;
const ISSUING_DAYS = 3650;

/**
 * The acts for which a root's key is brought, two people standing by. Each ends with the root's CRL signed anew, so that
 * nobody has to come again for it within the year. The service does not run meanwhile.
 */
export function createCeremony(deps: CeremonyDeps) {
  const { clock, service, root: place, words, pkiUrl, records } = deps;
  const make = { chance: deps.chance, records };
  const realOnFile = (kind: 'root' | 'issuing'): Authority[] =>
    service.load().filter(({ row }) => row.kind === kind && row.evaluation === 0);
  const dates = (days: number, end = Number.POSITIVE_INFINITY) => {
    const notBefore = Math.floor(clock.now() / 1000) * 1000;
    return { notBefore, notAfter: Math.min(notBefore + days * DAY_MS - 1000, end) };
  };

  /** The root whose key was brought; it has to be one that this service knows, and signs once before anything is changed. */
  async function present(): Promise<Authority> {
    const root = place.find();
    const known = root && realOnFile('root').some(({ row }) => row.sha256 === root.row.sha256);
    if (root?.signer && known) {
      await verifiedSignature(deps.chance.bytes(32), root.signer);
      return root;
    }
    throw new AppError('ca_unavailable', 'this is not the root of this service: bring the one made at its ceremony');
  }

  async function makeRoot(): Promise<Authority> {
    const content = rootContent(` ${realOnFile('root').length + 1}`);
    const wanted = { kind: 'root', content, words, evaluation: false, ...dates(ROOT_DAYS) } as const;
    const key = place.newKey ? { newKey: place.newKey } : {};
    const root = await makeAuthority({ ...make, ...key, folder: place.folder }, wanted);
    const { id, kind, issuerId } = root.row;
    service.keep({ id, kind, issuerId, evaluation: false }, root.certificate, 'elsewhere');
    return place.find() ?? root;
  }

  async function makeIssuing(root: Authority, purpose: Purpose): Promise<Authority> {
    const before = realOnFile('issuing').filter(({ row }) => row.purpose === purpose);
    // the one that begins last issues, and certificates have whole seconds: two of one second would be told apart by chance
    const early = Math.max(0, ...before.map(({ row }) => row.notBefore + 1000)) - clock.now();
    if (early > 0) await (deps.wait ?? sleep)(early);
    const content = issuingContent(purpose, ` ${before.length + 1}`);
    const issuer = { authority: root, addresses: addressesOf(pkiUrl, root.row) };
    const key = deps.issuingKey ? { newKey: deps.issuingKey } : {};
    const wanted = { kind: 'issuing', content, words, evaluation: false, issuer } as const;
    return makeAuthority(
      { ...make, ...key, folder: service },
      { ...wanted, ...dates(ISSUING_DAYS, root.row.notAfter) },
    );
  }

  async function signCrl(root: Authority): Promise<KeptCrl> {
    const how = {
      records: deps.status,
      clock,
      schedule: rootSchedule(root),
      ...(deps.wait ? { wait: deps.wait } : {}),
    };
    const publisher = createCrlPublisher({ ...how, authority: root });
    await publisher.publish();
    const crl = publisher.current();
    if (!crl) throw new AppError('crl_failed', 'the root’s CRL was not signed');
    return crl;
  }

  return {
    /** Makes root, both issuing CAs, and the root's CRL. Throws `conflict` where a real root stands, or the place has one. */
    async found(): Promise<RootAct> {
      if (realOnFile('root').length > 0)
        throw new AppError('conflict', 'this service has a root already: renew its issuing CAs instead');
      if (place.find())
        throw new AppError('conflict', 'the place given for the root holds one already: give an empty one');
      const root = await makeRoot();
      const issuing = [await makeIssuing(root, 'token'), await makeIssuing(root, 'nomade')];
      return { root, issuing, rootCrl: await signCrl(root) };
    },
    /** Makes another issuing CA of a purpose: it issues from the next start on; the ones before are answered for until they end. */
    async renew(purpose: Purpose): Promise<RootAct> {
      const root = await present();
      return { root, issuing: [await makeIssuing(root, purpose)], rootCrl: await signCrl(root) };
    },
    /** Revokes an issuing CA of this root. `id` is the authority's. Throws `not_found`, `already_done`. */
    async revoke(id: string): Promise<RootAct> {
      const root = await present();
      const issuing = realOnFile('issuing').find(({ row }) => row.id === id && row.issuerId === root.row.id);
      if (!issuing) throw new AppError('not_found', 'this root has no such issuing CA: see the report of its ceremony');
      await records.revoke(id, clock.now());
      return { root, issuing: [issuing], rootCrl: await signCrl(root) };
    },
    /** Signs the root's CRL anew, once a year. */
    async signRootCrl(): Promise<RootAct> {
      const root = await present();
      return { root, issuing: [], rootCrl: await signCrl(root) };
    },
  };
}
