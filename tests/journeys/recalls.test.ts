import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { delivered, handedOver, inUse, machinesInService, produced } from './issued.ts';
import { type Site, siteOfFile } from './site.ts';

const exec = promisify(execFile);
interface Queued {
  id: string;
  holderName: string;
}

/** What openssl says of a certificate by the CRL that the running service publishes now. */
async function byTheCrl(site: Site, pem: string): Promise<'good' | 'revoked'> {
  const file = (name: string): string => join(site.folder, name);
  const fetched = async (name: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${site.pkiUrl}/${name}`)).arrayBuffer());
  for (const name of ['root.cer', 'issuing.cer', 'issuing.crl']) {
    writeFileSync(file(`${name}.der`), await fetched(name));
    const kind = name.endsWith('.crl') ? 'crl' : 'x509';
    await exec('openssl', [kind, '-inform', 'DER', '-in', file(`${name}.der`), '-out', file(name)]);
  }
  writeFileSync(file('one.pem'), pem);
  const args = ['-crl_check', '-CAfile', file('root.cer'), '-untrusted', file('issuing.cer')];
  const asked = exec('openssl', ['verify', ...args, '-CRLfile', file('issuing.crl'), file('one.pem')]);
  return asked.then(
    ({ stdout }) => (/: OK/.test(stdout) ? 'good' : Promise.reject(new Error(stdout))),
    (error: { stderr: string }) =>
      /certificate revoked/.test(error.stderr) ? 'revoked' : Promise.reject(new Error(error.stderr)),
  );
}

describe('a recall by batch: two persons decide, holders are told, tokens are replaced or revoked', () => {
  const people = ['thomas', 'theo', 'valerie', 'vincent', 'odile', 'armand', 'alice', 'bruno', 'eve'] as const;
  const day = siteOfFile({ people, blanks: 5 });

  it('replaces first where there is time, and revokes at once where there is none', async () => {
    const { site } = day;
    await machinesInService(site, 'PN-1', 'PN-2', 'PN-3');
    await delivered(site, { batch: 'L-FLAWED', places: [0, 1, 4] });
    await delivered(site, { batch: 'L-WORSE', places: [2] });
    await delivered(site, { batch: 'L-SOUND', places: [3] });
    const alices = await inUse(site, 'alice', 'PN-1');
    const brunos = await inUse(site, 'bruno', 'PN-2');
    const eves = await inUse(site, 'eve', 'PN-3');

    const odile = await day.comeIn('odile');
    await odile.signIn();
    await odile.sees('Révoquer un jeton ou un certificat');
    const armand = await day.comeIn('armand');
    await armand.signIn();
    await armand.sees('Personnes');
    const recall = async (batch: string, way: string): Promise<void> => {
      await odile.page.goto(`${site.url}/rappels`);
      await odile.sees('Rappels de jetons');
      await odile.page.getByText('Rappeler des jetons').click();
      await odile.chooses('Ce que les jetons ont en commun', 'Lot');
      await odile.types(/^Modèle$/, 'SoftHSM v2');
      await odile.types('Micrologiciel ou lot', batch);
      await odile.chooses('Mode de rappel', way);
      await odile.button('Compter les jetons touchés');
      await odile.sees('Rappeler ces jetons ?', way);
      await odile.button('Proposer ce rappel');
      await odile.sees('Rappel proposé : une seconde personne le confirme dans « Double contrôle ».');
      await armand.page.goto(`${site.url}/double-controle`);
      await armand.sees('Odile Ory', batch);
      await armand.button('Je confirme cet acte');
      await armand.sees('Confirmé et exécuté.');
    };

    await recall('L-FLAWED', 'Remplacer d’abord, révoquer à la réception');
    await site.until(() => site.mailsTo('alice', /votre jeton est rappelé.*Il fonctionne jusqu’à ce que/s)[0]);
    await site.until(() => site.mailsTo('bruno', /votre jeton est rappelé/)[0]);
    expect(site.mailsTo('eve', /rappelé/)).toEqual([]);
    expect(await byTheCrl(site, alices.pem)).toBe('good');

    await recall('L-WORSE', 'Révoquer aussitôt, remplacer ensuite');
    await site.until(() => site.mailsTo('eve', /il ne fonctionne plus/)[0]);
    await site.until(async () => (await byTheCrl(site, eves.pem)) === 'revoked');
    expect(await byTheCrl(site, brunos.pem)).toBe('good');

    // two persons decided on all of them at once: an approver sees what they may still take back
    const valerie = await day.comeIn('valerie');
    await valerie.signIn();
    await valerie.sees('Approuvées, pas encore en production', 'Alice Agard', 'Bruno Béart', "Ève L'Hermite");
    await valerie.leave();

    // the first of them reaches its holder, and the token that it replaces is revoked then
    const { items } = await (await site.as('thomas')).get<{ items: Queued[] }>('/queue');
    expect(items).toHaveLength(3);
    const next = items.find(({ holderName }) => holderName === 'Alice Agard')?.id ?? '';
    await produced(site, next);
    expect(await byTheCrl(site, alices.pem)).toBe('good');
    const pem = await handedOver(site, 'alice', next);
    await site.until(async () => (await byTheCrl(site, alices.pem)) === 'revoked');
    expect([await byTheCrl(site, pem), await byTheCrl(site, brunos.pem)]).toEqual(['good', 'good']);

    await odile.page.goto(`${site.url}/rappels`);
    await odile.sees('SoftHSM v2 – L-FLAWED', 'SoftHSM v2 – L-WORSE');
    await odile.link('SoftHSM v2 – L-FLAWED');
    await odile.sees('Où il en est', 'Odile Ory, puis Armand Aubry');
    expect(await odile.main()).toMatch(
      /Vierges mis au rebut1Jetons déjà produits au moment du rappel2Révoqués1Porteurs prévenus2Remplacements demandés2/,
    );
    await odile.leave();
    await armand.leave();
    await site.check();
  }, 300_000);
});
