import type { Words } from '../language/language.ts';
import type { Scene } from '../language/scene.ts';
import { exclusive, hasEnded } from '../rights/roles.ts';
import { isPolicyOf } from '../rules/certificates/certificates.ts';
import { certifiedBy, purposeOf } from '../rules/certificates/purposes.ts';
import { asksTemporary } from '../rules/request/asking.ts';
import { oneOnDevice } from '../rules/request/devices.ts';
import { isLoneBringer } from '../rules/workstation/inventory.ts';
import type { IndexName } from '../tables/indexes.ts';
import type { Row, RowOf } from '../tables/row.ts';
import {
  CERTIFICATE_LIVE,
  CODE_LATEST,
  JOB_OPEN,
  REQUEST_OPEN,
  TOKEN_ACTIVATED,
  TOKEN_BOUND,
  TOKEN_IN_USE,
  WORKSTATION_CAME_IN,
  WORKSTATION_OUT,
} from '../tables/states.ts';
import type { TableName } from '../tables/tables.ts';

/** What holds of a row after every entry that changed it. */
interface Always extends Words {
  holds(row: Row, scene: Scene): boolean;
}
const always = (fr: string, en: string, holds: Always['holds']): Always => ({ fr, en, holds });
const among = (states: readonly string[], row: Row | undefined): boolean => states.includes(String(row?.['state']));
const text = (row: Row, column: string): string => String(row[column] ?? '');

/** No more than one row stands in the index under the row's own key. */
const alone = (
  states: readonly string[],
  index: IndexName,
  key: (row: Row) => readonly (string | null)[],
  words: Words,
): Always =>
  always(words.fr, words.en, (row, scene) => !among(states, row) || scene.findLater(index, ...key(row)).length <= 1);
const column = (row: Row, name: string): string | null =>
  typeof row[name] === 'string' ? (row[name] as string) : null;

/** Tokens in use of one agent on one workstation: one, and beside it its renewal or replacement, or a temporary one. */
function fewInUse(row: Row, scene: Scene): boolean {
  if (!among(TOKEN_IN_USE, row) || column(row, 'workstationId') === null) return true;
  const all = scene
    .findLater('tokensOfHolder', column(row, 'holderId'), column(row, 'workstationId'))
    .filter((token) => among(TOKEN_ACTIVATED, token));
  const lasting = all.filter(({ requestId }) => !asksTemporary(scene.later('request', String(requestId))));
  return lasting.length <= 1 && all.length - lasting.length <= 1;
}

/** What the certificate on a token may be while the token is so. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  produced: ['good'],
  handed_over: ['good'],
  active: ['good'],
  suspended: ['good'],
  expired: ['expired'],
};

/** A token in use carries its good certificate; of a token out of use none is good. */
function agrees(token: Row, scene: Scene): boolean {
  const own = scene.later('certificate', text(token, 'certificateId'));
  const wanted = CARRIED[text(token, 'state')];
  if (wanted) return own !== undefined && among(wanted, own);
  const live = scene.findLater('certificatesOfToken', text(token, 'id'));
  return token['state'] === 'in_production' ? live.every((c) => c.state !== 'good') : live.length === 0;
}

/** A good certificate is on a token that is in use, or belongs to none. */
function carried(certificate: Row, scene: Scene): boolean {
  const tokenId = column(certificate, 'tokenId');
  if (certificate['state'] !== 'good' || tokenId === null) return true;
  const token = scene.later('token', tokenId);
  return among(TOKEN_IN_USE, token) && token?.certificateId === certificate['id'];
}

const ONE_ON_DEVICE: Words = {
  fr: 'un appareil personnel a un certificat Nomade en service, et un qui n’est pas encore téléchargé au plus',
  en: 'a personal device has one nomade credential in use, and one that was not downloaded yet at most',
};

/** Rules of the whole, by the table whose change could break them. */
export const ALWAYS: Readonly<Partial<Record<TableName, readonly Always[]>>> = {
  request: [
    alone(
      REQUEST_OPEN,
      'openRequests',
      (r) => ['holderId', 'workstationId', 'deviceId'].map((name) => column(r, name)),
      {
        fr: 'un agent n’a qu’une demande ouverte par poste, et par appareil personnel',
        en: 'an agent has one open request for a workstation, and for a personal device',
      },
    ),
    always(ONE_ON_DEVICE.fr, ONE_ON_DEVICE.en, (r, s) => oneOnDevice(s, text(r, 'id'))),
    always(
      'une demande en production a un producteur, et elle seule un bail',
      'a request in production has a producer, and it alone a lease',
      (r) =>
        (r['state'] === 'in_production') === (r['leaseUntil'] !== null) &&
        (r['state'] !== 'in_production' || r['producerId'] !== null),
    ),
  ],
  job: [
    alone(JOB_OPEN, 'openJobsOfRequest', (r) => [column(r, 'requestId')], {
      fr: 'une demande n’a qu’une production ouverte',
      en: 'a request has one open job',
    }),
    always(
      'un jeton n’a qu’une production ouverte',
      'a token has one open job',
      (r, s) => column(r, 'tokenId') === null || s.findLater('openJobsOfToken', column(r, 'tokenId')).length <= 1,
    ),
    always(
      'de deux certificats d’une production un seul peut être bon',
      'of the certificates of one job one can be good',
      (r, s) => s.findLater('certificatesOfJob', column(r, 'id')).length <= 1,
    ),
  ],
  token: [
    alone(TOKEN_BOUND, 'tokensOfRequest', (r) => [column(r, 'requestId')], {
      fr: 'une demande n’a qu’un jeton en cours',
      en: 'a request has one token in use',
    }),
    always(
      'un agent n’a sur un poste qu’un jeton actif, et un temporaire au plus',
      'an agent has one active token on a workstation, and one temporary at most',
      fewInUse,
    ),
    always('un jeton et son certificat s’accordent', 'a token and its certificate agree', agrees),
  ],
  certificate: [
    always(ONE_ON_DEVICE.fr, ONE_ON_DEVICE.en, (c, s) => oneOnDevice(s, column(c, 'requestId'))),
    always('un certificat bon est sur un jeton en service', 'a good certificate is on a token in use', carried),
    always(
      'une production n’a qu’un certificat',
      'a job has one certificate',
      (c, s) => column(c, 'jobId') === null || s.findLater('certificatesOfJob', column(c, 'jobId')).length <= 1,
    ),
    always(
      'un certificat Nomade vient de l’autorité des certificats Nomade, tout autre de celle des jetons, chacun sous sa politique',
      'a nomade certificate is of the CA for nomade credentials, any other of the CA for tokens, each under its policy',
      (c, s) => {
        if (c['profile'] === 'unknown') return true;
        // it was judged by this as it was made: whoever edits its authority's row keeps nobody from revoking it
        if (c['state'] === 'revoked' && s.get('certificate', text(c, 'id')) !== undefined) return true;
        const issuer = s.later('authority', text(c, 'issuerId'));
        const wanted = purposeOf(certifiedBy(text(c, 'profile')));
        return issuer?.purpose === wanted && isPolicyOf(c['policy'], c['profile'], { ...issuer });
      },
    ),
    always(
      'un certificat bon dure tant que son autorité',
      'a live certificate ends with its authority at the latest',
      (c, s) => {
        if (!among(CERTIFICATE_LIVE, c) || c['profile'] === 'unknown') return true;
        const issuer = s.later('authority', text(c, 'issuerId'));
        return (
          issuer?.kind === 'issuing' &&
          Number(c['notAfter']) <= Number(issuer.notAfter) &&
          Number(c['notBefore']) < Number(c['notAfter'])
        );
      },
    ),
  ],
  workstation: [
    always(
      'un poste en service l’est par sa liste de contrôle, dont un autre que celui qui l’a fait entrer a signé la fin, ou par deux personnes',
      'a workstation in service is so by its checklist, which somebody other than whoever brought it in alone ended, or by two persons',
      (w) => {
        if (!among(WORKSTATION_CAME_IN, w)) return true;
        const { registererId, seconderId, commissionerId, cameIn } = w;
        if (cameIn === 'taken-over') return typeof seconderId === 'string' && seconderId !== registererId;
        return cameIn === 'checklist' && typeof commissionerId === 'string' && !isLoneBringer(w, commissionerId);
      },
    ),
    always(
      'un poste perdu, bloqué ou réformé n’a plus de certificat ni de jeton en service',
      'a workstation that is lost, blocked or retired has no certificate and no token in use',
      (w, s) => {
        if (!among(WORKSTATION_OUT, w)) return true;
        const free = s.findLater('certificatesOfWorkstation', text(w, 'id')).length === 0;
        return free && s.findLater('tokensOfWorkstation', text(w, 'id')).length === 0;
      },
    ),
  ],
  incident: [
    alone(['open'], 'openIncidents', (r) => [column(r, 'personId'), column(r, 'workstationId')], {
      fr: 'une personne n’a qu’un incident ouvert par poste',
      en: 'a person has one open incident for a workstation',
    }),
  ],
  appointment: [
    alone(['booked'], 'openAppointments', (r) => [column(r, 'requestId')], {
      fr: 'une demande n’a qu’un rendez-vous',
      en: 'a request has one appointment',
    }),
  ],
  pickupCode: [
    alone(CODE_LATEST, 'codesOfRequest', (r) => [column(r, 'requestId')], {
      fr: 'une demande n’a qu’un code de retrait',
      en: 'a request has one pick-up code',
    }),
  ],
  grant: [
    always(
      'les rôles d’une personne ne s’excluent pas',
      'nobody holds two roles that exclude each other',
      (g, s) => exclusiveRoles(s.findLater('grantsOfPerson', text(g, 'personId')), s).length === 0,
    ),
  ],
};

function exclusiveRoles(grants: readonly RowOf<'grant'>[], scene: Scene): RowOf<'grant'>[] {
  const held = grants.filter((grant) => !hasEnded(grant, scene.clock.latest));
  return held.filter((one) => held.some((other) => exclusive(one.role, other.role)));
}
