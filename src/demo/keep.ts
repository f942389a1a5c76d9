import { X509Certificate } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../app.ts';
import type { Cast } from './cast.ts';
import { all } from './cast.ts';
import type { Founders } from './staff.ts';
import type { Stage } from './stage.ts';
import type { Told } from './story.ts';

interface TokenItem {
  id: string;
  label: string | null;
  state: string;
  keyId: string | null;
}

async function pem(url: string): Promise<string> {
  const der = Buffer.from(await (await fetch(url)).arrayBuffer());
  return new X509Certificate(der).toString();
}

/** The command that revokes `{serial}`; it ends 0 once the served CRL and OCSP show it. */
function revokeCommand(app: App, founders: Founders): string {
  const token = founders.securityOfficer.apiToken;
  return `JETON_URL=${app.url} JETON_TOKEN=${token} npm run -s jeton -- revoke {serial} --reason other`;
}

/** Everything that a test of the made tokens needs, in `DIR/demo.json`, renamed into place when it is whole. */
export async function keep(app: App, stage: Stage, founders: Founders, cast: Cast, told: Told): Promise<void> {
  const root = await pem(`${app.pkiUrl}/root.cer`);
  const issuing = await pem(`${app.pkiUrl}/issuing.cer`);
  await writeFile(join(stage.dir, 'root.pem'), root);
  await writeFile(join(stage.dir, 'chain.pem'), issuing);
  const states = new Map((await all<TokenItem>(cast.technician.client, '/tokens')).map((t) => [t.id, t]));
  const tokens = await Promise.all(
    told.made.map(async ({ serial, certificateId, pin }) => {
      const der = await app.certificate(certificateId);
      const row = states.get(serial);
      return {
        serialNumber: serial,
        label: row?.label ?? '',
        pin,
        keyId: row?.keyId ?? '',
        certificatePem: new X509Certificate(der).toString(),
        state: row?.state ?? '',
      };
    }),
  );
  const { module, drawerConf } = stage.bench ?? { module: null, drawerConf: null };
  const facts = {
    baseUrl: app.url,
    exportDir: 'export',
    vkey: app.vkey,
    rootPem: 'root.pem',
    chainPem: 'chain.pem',
    crlUrls: [`${app.pkiUrl}/issuing.crl`, `${app.pkiUrl}/root.crl`],
    ocspUrl: `${app.pkiUrl}/ocsp`,
    pkcs11: { module, softhsm2Conf: drawerConf === null ? null : 'drawer/softhsm2.conf' },
    tokens,
    pkcs12: told.credentials,
    apiTokens: {
      agent: cast.agents[0]?.apiToken ?? null,
      approver: cast.approvers[0].apiToken,
      technician: cast.technician.apiToken,
      auditor: cast.auditor.apiToken,
      securityOfficer: founders.securityOfficer.apiToken,
      administrator: founders.administrator.apiToken,
    },
    requested: told.requested,
    refused: told.refusals.length,
    revoke: revokeCommand(app, founders),
  };
  const file = join(stage.dir, 'demo.json');
  await writeFile(`${file}.new`, `${JSON.stringify(facts, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
