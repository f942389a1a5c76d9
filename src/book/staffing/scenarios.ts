import canonicalize from 'canonicalize';
import { type ArgsOf, DECISION_NAMES, DECISIONS, type DecisionName } from '../rules/decisions.ts';
import { ANY, FIRST_CHECKLISTS, itemsText } from '../rules/workstation/checklists.ts';
import { LIVES, lifeSteps, NOMADE, toldPin } from './life-steps.ts';
import { type Member, newestOf, type Rows } from './play.ts';
import { ASKED, HELD, type NamedScenario, OTHER, RECEIVED, REPORTED, rowsOf, SERVICE } from './rows.ts';
import type { ScenarioStep } from './staffing.ts';

const REGISTERED: ScenarioStep = {
  key: 'workstation.register',
  or: ['workstation.import'],
  cells: { 'workstation.model': 'SPAN' },
};
const ITEMS: ScenarioStep[] = FIRST_CHECKLISTS.commissioning.map(({ code, value }) => ({
  key: 'workstation.signItem',
  where: { state: 'registered' },
  cells: { 'checkItem.item': code, ...(value ? { 'checkItem.value': 'SPAN-1' } : {}) },
}));
/** The checklist that comes with the service. */
const FIRST: Rows = rowsOf({
  checklist: {
    id: 'checklist',
    purpose: 'commissioning',
    model: ANY,
    image: ANY,
    version: 1,
    items: itemsText(FIRST_CHECKLISTS.commissioning),
  },
});
const UNBLOCK: ArgsOf<'token.unblock'> = { serial: 'token', slot: '1', node: 'jeton' };
const unblocked: ScenarioStep[] = [
  ...['dualControl.propose token.unblock', 'dualControl.confirm token.unblock'].map((key) => ({
    key,
    cells: { 'proposal.args': canonicalize(UNBLOCK) ?? '' },
  })),
  { key: 'token.unblock', names: ['proposal'] },
];
const part = 'house' as const;
const NONE: Rows = new Map();
const HOUSE: readonly NamedScenario[] = [
  NOMADE,
  {
    id: 'commission',
    part,
    rows: FIRST,
    steps: [REGISTERED, ...ITEMS],
    fr: 'Mettre un poste en service',
    en: 'Put a workstation into service',
  },
  {
    id: 'machine',
    part,
    rows: FIRST,
    fr: 'Donner un certificat à un poste',
    en: 'Give a workstation a certificate',
    steps: [
      ...[REGISTERED, ...ITEMS],
      ...['certificate.intend workstation', 'certificate.issue workstation'].map((key) => ({
        key,
        cells: { 'certificate.workstationId': (rows: Rows) => newestOf(rows, 'workstation')?.['id'] ?? null },
      })),
    ],
  },
  {
    id: 'newPin letter',
    part,
    rows: ASKED,
    fr: 'Donner un nouveau code PIN, par lettre, pour un jeton remis au guichet',
    en: 'Give a new PIN, by letter, for a token that was handed over at the desk',
    steps: [...lifeSteps('desk', 'own-factor', 'shown'), ...unblocked, ...toldPin('letter', 'own-factor')],
  },
  {
    id: 'newPin shown',
    part,
    rows: ASKED,
    fr: 'Donner un nouveau code PIN, montré au porteur',
    en: 'Give a new PIN, shown to the holder',
    steps: [...lifeSteps('desk', 'own-factor', 'shown'), ...unblocked, ...toldPin('shown', 'own-factor')],
  },
  {
    id: 'rebind',
    part,
    rows: new Map([...HELD, ...RECEIVED]),
    fr: 'Lier à un autre poste un jeton en service, devant son porteur',
    en: 'Bind a token in use to another workstation, before its holder',
    steps: ['token.checkHolder', 'token.rebind'].map((key) => ({
      key,
      cells: { 'identityCheck.workstationId': 'another-workstation' },
    })),
  },
  {
    id: 'revoke',
    part,
    rows: HELD,
    steps: [{ key: 'token.revoke' }],
    fr: 'Révoquer le jeton d’un autre',
    en: 'Revoke somebody else’s token',
  },
  {
    id: 'block',
    part,
    rows: HELD,
    steps: [{ key: 'workstation.block' }],
    fr: 'Bloquer un poste après un incident',
    en: 'Block a workstation after an incident',
  },
  {
    id: 'incident',
    part,
    fr: 'Traiter un incident signalé',
    en: 'Deal with an incident that was reported',
    rows: new Map([...HELD, ...REPORTED]),
    steps: [{ key: 'incident.block' }, { key: 'incident.close' }],
  },
  {
    id: 'operator',
    part,
    fr: 'Ouvrir le compte d’un opérateur',
    en: 'Open an operator’s account',
    rows: rowsOf({ account: { id: OTHER, state: 'invited', inviterId: null, voucherId: null } }),
    steps: ['account.invite', 'account.vouch'].map((key) => ({ key, where: { id: OTHER } })),
  },
  {
    id: 'vault',
    part,
    rows: NONE,
    steps: [{ key: 'vault.begin' }],
    fr: 'Sortir la racine ou changer la clé du coffre, au terminal',
    en: 'Bring the root or change the key of the vault, at the terminal',
  },
  {
    id: 'export',
    part,
    rows: NONE,
    steps: [{ key: 'journal.export' }],
    fr: 'Exporter le journal',
    en: 'Export the journal',
  },
];

/** The shape of each decision, filled in: what the two decide about is nobody of the team. */
const SAMPLES: { readonly [A in DecisionName]: ArgsOf<A> } = {
  'role.grant': { personId: OTHER, role: 'technician', scope: '*' },
  'deputy.name': { personId: OTHER, scope: '*', validFrom: 1, validUntil: 2 },
  'account.recover': { personId: OTHER },
  'officer.bringBack': { personId: OTHER, reason: 'keys-lost' },
  'policy.set': { id: 'dual.confirmMinutes', value: 10 },
  'profile.confirm': { profile: 'agent-vpn', hash: '0'.repeat(64) },
  'configuration.confirm': { hash: '0'.repeat(64) },
  'surge.start': { until: 1, reason: 'crisis' },
  'person.purge': { personIds: [OTHER] },
  'restore.confirm': { entries: 0, grants: [] },
  'checklist.set': {
    purpose: 'commissioning',
    model: 'm',
    image: ANY,
    version: 1,
    items: [{ code: 'seal', fr: 's', en: 's', required: true }],
  },
  'workstation.takeOver': { workstations: [{ assetNumber: 'PN-1', model: 'm', service: SERVICE, site: 'Paris' }] },
  'recall.open': { kind: 'model', model: 'm', way: 'revoke-now' },
  'token.destroy': { serial: 'token' },
  'token.unblock': UNBLOCK,
  'token.releaseSoPin': { serial: 'token' },
  'access.review': { grants: [{ grantId: 'grant', personId: OTHER, role: 'technician', outcome: 'confirmed' }] },
};
/** Of the only security officer, who lost their keys, the decision names whoever that is in the team. */
const argsOf = (name: DecisionName) => (rows: Rows) => {
  const officer = newestOf(rows, 'grant', { role: 'security-officer' })?.['personId'];
  const args = name === 'officer.bringBack' && officer ? { personId: officer, reason: 'keys-lost' } : SAMPLES[name];
  return canonicalize(args) ?? '';
};
const hasOneOfficer = (team: readonly Member[]): boolean =>
  team.filter(({ grants }) => grants.some(({ role }) => role === 'security-officer')).length === 1;
/** What two persons decide, each from its proposal to its confirmation. */
const DECIDED: readonly NamedScenario[] = DECISION_NAMES.map((name) => ({
  id: name,
  part: 'decision' as const,
  rows: HELD,
  fr: `${DECISIONS[name].fr.charAt(0).toUpperCase()}${DECISIONS[name].fr.slice(1)}`,
  en: `${DECISIONS[name].en.charAt(0).toUpperCase()}${DECISIONS[name].en.slice(1)}`,
  ...(name === 'officer.bringBack' ? { applies: hasOneOfficer } : {}),
  steps: ['propose', 'confirm'].map((step) => ({
    key: `dualControl.${step} ${name}`,
    cells: { 'proposal.args': argsOf(name) },
  })),
}));

/** Everything that a site does from its first act to its last. */
export const SCENARIOS: readonly NamedScenario[] = [...LIVES, ...HOUSE, ...DECIDED];
