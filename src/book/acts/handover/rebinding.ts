import { isSomebody } from '../../judge/standing.ts';
import { campaignsOf } from '../../language/campaigns-ended.ts';
import { act, adds, all, by, must, ofPeople, sets, who } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, from, fromNew, now, oneOf, said } from '../../language/sources.ts';
import { renewalPolicyOf } from '../../rules/certificates/renewals.ts';
import { checkedLately, currentHandover } from '../../rules/handover/handovers.ts';
import { isUnspent, REBINDING_OBSTACLES, REBINDING_RULES, type Rebinding } from '../../rules/handover/rebinding.ts';
import { settingsOf } from '../../rules/limits.ts';
import { asksTemporary } from '../../rules/request/asking.ts';
import { DOCUMENTS } from '../../tables/codes.ts';
import { type Cell, type Row, type RowOf, textOf } from '../../tables/row.ts';
import { partHolderOf } from '../campaign/part-holder.ts';
import { requestActedOn } from '../request/request.ts';

/** A token, the request that it was made for, and the hand-over by which its holder came to it. */
const token = {
  on: { table: 'token' },
  named: {
    request: by('request', 'token.requestId'),
    handover: currentHandover,
  },
} as const;

/** The machine that this check names. */
const machineId = (s: Scene): Cell => s.written('identityCheck.workstationId') ?? null;

/** What the rules ask of a token that is to be bound to this machine, as it stands at `now`. */
export function rebindingOf(s: Scene, row: Row | undefined, id: Cell, now: number): Rebinding {
  const certificate = s.get('certificate', String(row?.['certificateId']));
  const [holderId, workstationId] = [textOf(row, 'holderId'), textOf(row, 'workstationId')];
  const machines: Cell[] = [workstationId, id];
  const all = <R>(rows: (machine: Cell) => readonly R[]): R[] => machines.flatMap((machine) => [...rows(machine)]);
  const others = all((machine) => s.find('tokensOfHolder', holderId, machine)).filter((one) => one.id !== row?.['id']);
  return {
    token: { state: row?.['state'], holderId, workstationId },
    temporary: asksTemporary(s.get('request', String(row?.['requestId']))),
    certificate: certificate && { state: certificate.state, notAfter: Number(certificate.notAfter) },
    holderIsActive: holderId !== null && isSomebody(s, holderId),
    machine: typeof id === 'string' ? s.get('workstation', id) : undefined,
    otherTokens: others.length,
    openRequests: all((machine) => s.find('openRequests', holderId, machine, null)).length,
    openIncidents: [
      ...s.find('openIncidentsOfPerson', holderId),
      ...all((machine) => s.find('openIncidentsOfWorkstation', machine)),
    ].length,
    now,
    policy: renewalPolicyOf(settingsOf(s)),
  };
}
/** The same for people who look at a document first as for people who bind it: nobody looks at one in vain. */
const allowed = REBINDING_OBSTACLES.map((name) => {
  const { fr, en, allows } = REBINDING_RULES[name];
  return must(fr, en, (s) => allows(rebindingOf(s, s.row('token'), machineId(s), s.clock.latest)));
});

const newCheck = (purpose: 'rebinding' | 'bound') =>
  adds('identityCheck', {
    id: fresh,
    handoverId: from('handover.id'),
    purpose: constant(purpose),
    document: said('document'),
    workstationId: computed('un poste connu', 'a workstation that is known', (v, s) => {
      return typeof v === 'string' && s.get('workstation', v) !== undefined;
    }),
    checkedBy: actor,
    checkedAt: now,
  });
/** Whether somebody for whom `fits` holds looked at a document lately, for this machine, and the token was not bound since. */
const checked = (s: Scene, fits: (checkedBy: string) => boolean): boolean => {
  const bound = s.find('identityChecks', textOf(s.row('handover'), 'id'), 'bound');
  return checkedLately(
    s,
    'rebinding',
    (one) => fits(one.checkedBy) && one.workstationId === machineId(s) && isUnspent(one, bound),
  );
};
const says = { document: oneOf(DOCUMENTS) };
const byAnother = ofPeople(
  must(
    'une autre personne a contrôlé l’identité du porteur, pour ce poste, il y a moins de 30 minutes, et depuis que le jeton a été lié pour la dernière fois',
    'another person checked the identity of the holder, for that workstation, less than 30 minutes ago, and since the token was bound last',
    (s) => checked(s, (checkedBy) => checkedBy !== s.entry.actor),
  ),
  'n’a pas de seconde personne qui ait contrôlé l’identité',
  'has no second person who checked the identity',
);
const notByActor = ofPeople(
  must(
    'l’acteur ne l’a pas contrôlée lui-même, pour ce poste, il y a moins de 30 minutes, et depuis que le jeton a été lié pour la dernière fois',
    'the actor did not check it themselves, for that workstation, less than 30 minutes ago, and since the token was bound last',
    (s) => !checked(s, (checkedBy) => checkedBy === s.entry.actor),
  ),
  'a déjà contrôlé l’identité',
  'checked the identity already',
);

/** The items of campaigns that this binding ends: the machine that the token leaves is exchanged for the one it goes to. */
const exchangesEnded = (s: Scene): readonly RowOf<'campaignItem'>[] =>
  s
    .find('openCampaignItems', textOf(s.row('token'), 'workstationId'))
    .filter(({ otherId }) => otherId !== null && otherId === machineId(s))
    .filter((item) => {
      const machine = s.get('workstation', item.workstationId);
      return machine !== undefined && partHolderOf(s, machine, item).holderId === s.value('token.holderId');
    });

/** Step 7, later on: a token goes with its holder to another machine. Its certificate names none, so that it stays. */
export const REBINDING_ACTS = [
  act('token.checkHolder', {
    ...token,
    fr: 'Faire le premier des deux contrôles d’identité du porteur dont le jeton change de poste',
    en: 'Check, as the first of two, the identity of the holder whose token goes to another workstation',
    by: who('handover.checkIdentity', requestActedOn),
    says,
    writes: [newCheck('rebinding')],
    before: [...allowed, notByActor],
  }),
  act('token.rebind', {
    ...token,
    fr: 'Lier à un autre poste un jeton en service, devant son porteur',
    en: 'Bind a token in use to another workstation, before its holder',
    by: who('token.rebind', requestActedOn),
    says: { ...says, workstationIdBefore: from('token.workstationId'), campaigns: campaignsOf(exchangesEnded) },
    writes: [
      sets('token', { workstationId: fromNew('identityCheck.workstationId') }),
      newCheck('bound'),
      // a campaign is done with the machine once its holder's token is on the new one
      all(exchangesEnded, sets('campaignItem', { endedAt: now, outcome: constant('exchanged') })),
    ],
    before: [...allowed, byAnother],
  }),
];
