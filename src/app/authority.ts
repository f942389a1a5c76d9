import { fileURLToPath } from 'node:url';
import { createCa } from '../ca/ca.ts';
import { startStatusProcesses } from '../ca/status/status-processes.ts';
import { chance, steadyClock as clock } from '../chance.ts';
import type { Config } from '../config.ts';
import { settingsRefused } from '../errors.ts';
import type { Deps } from '../flow/act.ts';
import { revocationsMissing } from '../flow/restore/restore.ts';
import { adoptProfiles, confirmedIn } from '../flow/two-persons/confirm-profiles.ts';
import { adoptChecklists } from '../flow/workstation/checklists.ts';
import { createAuthorityRecords } from '../store/ca/authorities.ts';
import { tableKey } from '../store/seal/seals.ts';
import type { Closers } from './closers.ts';
import { makeFirstCa } from './first-ca.ts';
import { crlDirsOf } from './folder/crl-dirs.ts';
import { recogniseRestore } from './folder/recognise-restore.ts';
import { statusFileOf } from './place.ts';
import { keysOf, type Records } from './records.ts';

const PROFILES = fileURLToPath(new URL('../../certs/profiles', import.meta.url));

/** 3: the CA, and the processes that tell gateways which of its certificates are good. The first start makes an evaluation CA. */
export async function openAuthority(
  config: Config,
  records: Records,
  { closers, warn }: { closers: Closers; warn: Deps['warn'] },
) {
  const { vault, opened, rowKey } = records;
  const certificateKey = tableKey(rowKey, 'certificate');
  /** Reading it here tells of it, if it is so. */
  const tampered = (serialNumber: string): void =>
    void opened.store.reads
      .find('certificate', { id: serialNumber })
      .catch((error: unknown) => warn('a certificate could not be looked at', error));
  const answering = await startStatusProcesses({
    ...config.pki,
    database: statusFileOf(config),
    clock,
    warn,
    certificateKey,
    tampered,
  });
  closers.add(answering.close);
  const pkiUrl = config.pki.url ?? `http://${answering.address.host}:${answering.address.port}`;
  const ca = await createCa({
    dir: keysOf(config),
    vault,
    clock,
    chance,
    records: opened.status,
    authorityRecords: createAuthorityRecords(opened.store.transact),
    pkiUrl,
    profilesDir: PROFILES,
    checkRecords: records.known.check,
    isConfirmed: confirmedIn(opened.store.reads),
    crlDirs: crlDirsOf(config),
    leads: opened.presence.leads,
    isWithheld: () => revocationsMissing(opened.store.reads),
    ...config.certificates,
    warn,
  });
  await ca.lintProfiles();
  await adoptProfiles(opened.store, ca.profiles);
  await adoptChecklists({ store: opened.store, chance, clock });
  /** Publishes what grows old; whether that succeeds or not, those who answer are told what there is. */
  const refresh = (): Promise<void> => ca.ensureFresh().finally(() => answering.tell(ca.statusOrder()));
  if (!ca.exists()) await makeFirstCa(ca, opened);
  const { ahead, complete, any } = await ca.copies();
  const copies = { ahead: ahead.length, complete, any };
  if (await recogniseRestore(config, { ...records, clock }, { copies, authorities: ca.authorities() }))
    warn('records were restored: two persons have to confirm it', undefined);
  await ca.takeOver(ahead);
  // what could not be made fresh is tried again every minute, and readiness says so: revocations must go on meanwhile
  await refresh().catch((error: unknown) => warn('CRLs or OCSP signer could not be made fresh', error));
  const evaluation = ca.authorities().every((a) => a.evaluation === 1);
  if (!evaluation && config.pki.url === undefined) {
    throw settingsRefused({
      en: 'a real CA needs JETON_PKI_URL: it is written into certificates for ever',
      fr: 'une vraie autorité demande JETON_PKI_URL : fixez cette adresse, écrite pour toujours dans les certificats',
    });
  }
  return { ca, refresh, isShort: answering.isShort, pkiUrl, evaluation };
}
export type Authority = Awaited<ReturnType<typeof openAuthority>>;
