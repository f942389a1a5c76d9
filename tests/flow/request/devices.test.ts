import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceKind } from '../../../src/book/tables/codes.ts';
import { createCa } from '../../../src/ca/ca.ts';
import { createAuthorityFolder } from '../../../src/ca/keys/authority.ts';
import { makeEvaluation } from '../../../src/ca/keys/evaluation.ts';
import { createSoftwareCredentials } from '../../../src/ca/pkcs12/pkcs12.ts';
import type { SoftwareCredentialMaker } from '../../../src/flow/ports/certificates.ts';
import { createWorld, PKCS12_WORKER, type World } from '../../support/world/world.ts';

/** A Nomade credential is for one personal device, which its holder names. */
describe('a personal device', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const ask = (name = 'Téléphone', kind: DeviceKind = 'android', by = w.alice) =>
    w.flow.request.submit(by, { kind: 'nomade', device: { kind, name }, priority: 0 });
  const released = async (...of: Parameters<typeof ask>) => {
    const { id: requestId } = await ask(...of);
    await w.approve(requestId);
    return w.flow.software.release(w.thomas, { requestId });
  };
  const download = (requestId: string, terms = 1, by = w.alice) =>
    w.flow.software.download(by, { requestId, terms, form: 'modern' });
  const downloaded = async (...of: Parameters<typeof ask>) => {
    const made = await released(...of);
    await download(made.requestId, 1, of[2]);
    return made;
  };
  const stateOf = async (id: string) => (await w.reads.get('certificate', id))?.state;

  it('is named with the request, and its name stays out of the journal', async () => {
    const { deviceId } = await ask('Téléphone de Zoé');
    expect(await w.reads.find('device', {})).toMatchObject([
      { id: deviceId, holderId: w.alice.personId, kind: 'android', name: 'Téléphone de Zoé' },
    ]);
    const { items } = await w.opened.lists.entries({ action: 'request.submit' }, { limit: 1 });
    const lines = JSON.stringify(items);
    expect(lines).toContain(`"table":"device"`);
    expect(lines).not.toContain('Zoé');
  });

  it('is what a nomade credential needs, and a token never has', async () => {
    await w.refuses('invalid_input', w.flow.request.submit(w.alice, { kind: 'nomade', priority: 0 }), { entry: false });
    const device = { kind: 'ios', name: 'iPhone' } as const;
    const token = { kind: 'first-issue', workstation: 'PN-1', device, priority: 0 } as const;
    await w.refuses('invalid_input', w.flow.request.submit(w.alice, token), { entry: false });
  });

  it('has one open request: the same name and system is the same device', async () => {
    await ask('Mon  Téléphone');
    await w.refuses('duplicate', ask('mon téléphone'));
    await ask('mon téléphone', 'windows');
    await ask('mon téléphone', 'android', w.bruno); // another's
  });

  it('has one credential in use: the download of the next one ends it, and not before', async () => {
    const first = await downloaded();
    const second = await released();
    expect([await stateOf(first.certificateId), await stateOf(second.certificateId)]).toEqual(['good', 'good']);
    await download(second.requestId);
    expect([await stateOf(first.certificateId), await stateOf(second.certificateId)]).toEqual(['revoked', 'good']);
    expect(await w.reads.get('certificate', first.certificateId)).toMatchObject({ revocationReason: 'superseded' });
    expect(await w.reads.count('device', {})).toBe(1);
  });

  it('is lost: its credential ends at once, and another is asked for the same device', async () => {
    const first = await downloaded();
    const lost = await w.flow.revocation.reportLoss(w.alice, { serial: first.certificateId, reason: 'stolen' });
    expect(lost.replacement).toEqual({ kind: 'nomade' });
    const again = await ask();
    expect(again.deviceId).toBe((await w.reads.get('request', first.requestId))?.deviceId);
  });

  it('is lost before its credential was fetched: the request ends with it, and another is asked for', async () => {
    const first = await released();
    await w.flow.revocation.reportLoss(w.alice, { serial: first.certificateId, reason: 'lost' });
    expect(await w.reads.get('request', first.requestId)).toMatchObject({ state: 'withdrawn' });
    await w.refuses('wrong_state', download(first.requestId));
    const { id } = await ask();
    await w.approve(id);
    await w.flow.people.disable(w.adele, { personId: w.alice.personId });
    await w.refuses('wrong_state', w.flow.software.release(w.thomas, { requestId: id }));
  });

  it('is one of few', async () => {
    await w.dual('policy.set', { id: 'nomade.devices', value: 2 });
    const first = await downloaded();
    await ask('Tablette');
    await expect(ask('Portable', 'linux')).rejects.toMatchObject({
      code: 'limit_reached',
      detail: { why: 'devices', most: 2 },
    });
    await ask(); // for one of the two
    await w.flow.revocation.giveUp(w.alice, { serial: first.certificateId });
    await w.refuses('limit_reached', ask('Portable', 'linux')); // another was asked for it already
    const [open] = await w.reads.find('request', {
      deviceId: (await w.reads.get('request', first.requestId))?.deviceId ?? '',
      state: 'submitted',
    });
    await w.flow.request.withdraw(w.alice, { requestId: open?.id ?? '' });
    await ask('Portable', 'linux');
  });

  describe('the conditions', () => {
    it('are agreed to in the version that stands, and the download says so', async () => {
      const { requestId } = await released();
      await expect(download(requestId, 0)).rejects.toMatchObject({
        code: 'changed_since',
        detail: { why: 'terms', version: 1 },
      });
      await download(requestId);
      const [handover] = await w.reads.find('handover', { requestId });
      expect(handover).toMatchObject({ mode: 'download', receiptProof: 'own-factor' });
      expect(handover?.termsHash).toMatch(/^[0-9a-f]{64}$/);
      expect(await w.reads.get('request', requestId)).toMatchObject({ state: 'closed' });
    });
  });

  describe('given up', () => {
    it('by its holder alone, at once', async () => {
      const { certificateId: serial } = await downloaded();
      await w.refuses('forbidden', w.flow.revocation.giveUp(w.bruno, { serial }));
      expect(await w.flow.revocation.giveUp(w.alice, { serial })).toMatchObject({ published: true, replacement: null });
      expect(await w.reads.get('certificate', serial)).toMatchObject({ revocationReason: 'given-up' });
      await w.refuses('already_done', w.flow.revocation.giveUp(w.alice, { serial }));
    });

    it('is a credential, never a token', async () => {
      const { tokenId } = await w.activeToken(w.alice, 'PN-1');
      await w.refuses('wrong_state', w.flow.revocation.giveUp(w.alice, { serial: tokenId }));
    });
  });

  describe('by telephone', () => {
    const letterOf = async (requestId: string): Promise<string> => {
      const [letter] = await w.reads.find('letter', { requestId, state: 'waiting' });
      await w.flow.letters.print(w.theo, { letterId: letter?.id ?? '' });
      const paper = w.printed.at(-1);
      return paper?.kind === 'pkcs12-password' ? (paper.revocationCode ?? '') : '';
    };

    it('its credential ends by the code of the letter and the number of the request', async () => {
      const { requestId, number, certificateId } = await downloaded();
      const code = await letterOf(requestId);
      expect(code).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){2}$/);
      await w.refuses(
        'forbidden',
        w.flow.revocation.revokeByCode(w.thomas, { serial: number, code: 'AAAA-BBBB-CCCC' }),
      );
      await w.flow.revocation.revokeByCode(w.thomas, { serial: number.toLowerCase(), code });
      expect(await stateOf(certificateId)).toBe('revoked');
    });

    it('or by the serial number of the certificate', async () => {
      const { requestId, certificateId: serial } = await downloaded();
      await w.flow.revocation.revokeByCode(w.thomas, { serial, code: await letterOf(requestId) });
      expect(await stateOf(serial)).toBe('revoked');
    });
  });
});

describe('the container of a credential', () => {
  it('holds the CA that issued it, also where another issues by the time it is downloaded', async () => {
    const real = createSoftwareCredentials({ worker: PKCS12_WORKER });
    let secret = '';
    const w = await createWorld({
      software: {
        ...real,
        pack: (key, certificate, chain, password, form) => {
          secret = password;
          return real.pack(key, certificate, chain, password, form);
        },
      },
    });
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    const { certificateId } = await w.flow.software.release(w.thomas, { requestId });
    const first = w.ca.issuingCertificate('nomade');

    w.clock.advance(60_000);
    const { chance, pkiUrl, organisation, siren, policyOid: policy } = w.caDeps;
    const words = { organisation, siren, policy };
    const records = { intend: async () => {}, keep: async () => {} };
    await makeEvaluation(
      { chance, folder: createAuthorityFolder(w.caDeps), records },
      { now: w.clock.now(), words, pkiUrl },
    );
    const renewed = await createCa(w.caDeps);
    expect(renewed.issuingCertificate('nomade')).not.toEqual(first);
    const asked = { requestId, terms: 1, form: 'modern' } as const;
    const { file } = await w.onCa(renewed).software.download(w.alice, asked);

    const path = join(w.keys, 'file.p12');
    writeFileSync(path, file);
    const inside = (which: string) => {
      const args = [
        'pkcs12',
        '-in',
        path,
        '-passin',
        `pass:${secret}`,
        which,
        '-nokeys',
        '-out',
        join(w.keys, `${which}.pem`),
      ];
      execFileSync('openssl', args, { stdio: 'pipe' });
      return join(w.keys, `${which}.pem`);
    };
    const [leaf, issuer] = [inside('-clcerts'), inside('-cacerts')];
    const verify = ['verify', '-partial_chain', '-no_check_time', '-trusted', issuer, leaf];
    expect(execFileSync('openssl', verify, { encoding: 'utf8' })).toContain('OK');
    expect(Buffer.from(new X509Certificate(readFileSync(issuer)).raw)).toEqual(Buffer.from(first));
    expect(new X509Certificate(readFileSync(leaf)).serialNumber.toLowerCase()).toBe(certificateId);
    await w.check();
    await w.close();
  });

  it('is made of no download that is refused', async () => {
    const packed: string[] = [];
    const pack = async (...[, , , , form]: Parameters<SoftwareCredentialMaker['pack']>) => {
      packed.push(form);
      return Buffer.from('a PKCS#12 file');
    };
    const { generate } = createSoftwareCredentials();
    const w = await createWorld({ software: { generate, pack } });
    const device = { kind: 'android', name: 'Téléphone' } as const;
    const { id: requestId } = await w.flow.request.submit(w.alice, { kind: 'nomade', device, priority: 0 });
    await w.approve(requestId);
    await w.flow.software.release(w.thomas, { requestId });
    const download = (by = w.alice) => w.flow.software.download(by, { requestId, terms: 1, form: 'modern' });

    for (const weak of [w.bruno, { ...w.alice, scopes: [] }]) await w.refuses('forbidden', download(weak));
    expect(packed).toEqual([]);
    await download();
    await w.refuses('already_done', download());
    expect(packed).toEqual(['modern']);
    await w.check();
    await w.close();
  });
});
