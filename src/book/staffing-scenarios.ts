import canonicalize from 'canonicalize';
import { CHECKLISTS } from './checklists.ts';
import { type ArgsOf, DECISION_NAMES, DECISIONS, type DecisionName } from './decisions.ts';
import type { Made } from './jobs.ts';
import type { Words } from './language.ts';
import type { Row } from './row.ts';
import type { Scenario, ScenarioStep } from './staffing.ts';
import { type Member, newestOf, type Rows } from './staffing-play.ts';
import type { Proof, TableName } from './tables.ts';

/** A scenario with its name, and the part of the work that it belongs to. */
export interface NamedScenario extends Scenario, Words {
  id: string;
  part: 'life' | 'house' | 'decision';
  /** Whether there is anything of this kind to do for this team; left out: always. */
  applies?(team: readonly Member[]): boolean;
}

const SERVICE = 'PREF-33';
/** Somebody whom a decision is about, and who is not of the team. */
const OTHER = 'somebody';
const rowsOf = (rows: Partial<Record<TableName, Row>>): Rows =>
  new Map(Object.entries(rows).map(([table, row]) => [table as TableName, new Map([[String(row['id']), row]])]));

/** A request as its holder asked for it, a token in stock, a workstation in service. */
export const ASKED: Rows = rowsOf({
  request: {
    ...{ id: 'request', kind: 'first-issue', state: 'submitted', holderId: 'holder', askerId: 'holder' },
    ...{ service: SERVICE, workstationId: 'workstation', contentHash: 'hash', producerId: null, producedAt: null },
  },
  token: { id: 'token', state: 'in_stock', requestId: null, holderId: null },
  workstation: { id: 'workstation', state: 'commissioned', registererId: OTHER, seconderId: null, round: 0 },
});

/** The token is in its holder's hands, made and handed over by people who are not of the team any more. */
const HELD: Rows = rowsOf({
  request: {
    ...ASKED.get('request')?.get('request'),
    ...{ state: 'closed', producerId: OTHER, producedAt: 1 },
  },
  token: { id: 'token', state: 'active', requestId: 'request', holderId: 'holder', workstationId: 'workstation' },
  workstation: { ...ASKED.get('workstation')?.get('workstation') },
});

export type Mode = 'desk' | 'shipment';
/** How a PIN reaches its holder. */
export type PinWay = 'letter' | 'shown';

const by = (who: ScenarioStep['by'], ...keys: string[]): ScenarioStep[] =>
  keys.map((key) => (who ? { key, by: who } : { key }));
/** How it shows that the holder accepts, or receives. */
export function proven(act: 'accept' | 'confirmReceipt', proof: Proof, mode: Mode): ScenarioStep[] {
  if (proof === 'own-factor') return by('holder', `handover.${act} own-factor`);
  if (proof === 'pickup-code') return by(mode === 'desk' ? undefined : 'correspondent', `handover.${act} pickup-code`);
  const purpose = act === 'accept' ? 'acceptance' : 'receipt';
  return by(undefined, `handover.checkIdentity ${purpose}`, `handover.${act} two-persons`);
}
export function toldPin(way: PinWay, proof: Proof): ScenarioStep[] {
  if (way === 'shown') return by('holder', `pin.show ${proof === 'pickup-code' ? 'pickup-code' : 'own-factor'}`);
  const where = { kind: 'pin' };
  return ['letter.print pin', 'letter.confirm'].map((key) => ({ key, where }));
}
const made = (kind: Made): ScenarioStep[] =>
  by(
    undefined,
    ...['production.begin', 'certificate.intend', 'certificate.issue', 'production.seal'].map(
      (key) => `${key} ${kind}`,
    ),
  );
const approved = (approvals: number): ScenarioStep[] =>
  Array.from({ length: approvals }, () => ({ key: 'request.approve' }));

/** The parts of a token's life in their order; `from` begins with a later part. */
export function lifeSteps(
  mode: Mode,
  proof: Proof,
  way: PinWay,
  { approvals = 1, from = 'approval' }: { approvals?: number; from?: LifePart } = {},
): ScenarioStep[] {
  const pin = toldPin(way, proof);
  const receipt = proven('confirmReceipt', proof, mode);
  const parcel = mode === 'shipment' && proof === 'pickup-code' ? by('correspondent', 'handover.receiveParcel') : [];
  const parts: Readonly<Record<LifePart, ScenarioStep[]>> = {
    approval: approved(approvals),
    production: made('token'),
    handover: by(undefined, mode === 'desk' ? 'handover.challenge' : 'handover.ship'),
    acceptance: [...parcel, ...proven('accept', proof, mode)],
    pin: mode === 'desk' ? pin : receipt,
    end: mode === 'desk' ? [...by(undefined, 'handover.handOver'), ...receipt] : pin,
  };
  return LIFE_PARTS.slice(LIFE_PARTS.indexOf(from)).flatMap((part) => parts[part]);
}
export const LIFE_PARTS = ['approval', 'production', 'handover', 'acceptance', 'pin', 'end'] as const;
export type LifePart = (typeof LIFE_PARTS)[number];

const MODES: Readonly<Record<Mode, Words>> = {
  desk: { fr: 'Jeton remis au guichet', en: 'Token handed over at the desk' },
  shipment: { fr: 'Jeton expédié', en: 'Token shipped' },
};
const PROOFS: Readonly<Record<Proof, Words>> = {
  'own-factor': { fr: 'le porteur par son propre compte', en: 'the holder by their own account' },
  'pickup-code': { fr: 'le porteur par son code de retrait', en: 'the holder by their pick-up code' },
  'two-persons': { fr: 'devant deux personnes', en: 'before two persons' },
};
const WAYS: Readonly<Record<PinWay, Words>> = {
  letter: { fr: 'code PIN par lettre', en: 'PIN by letter' },
  shown: { fr: 'code PIN montré au porteur', en: 'PIN shown to the holder' },
};
export const MODE_NAMES = Object.keys(MODES) as Mode[];
export const PROOF_NAMES = Object.keys(PROOFS) as Proof[];
/** Whoever has neither a session nor a code sees no PIN. */
export const waysOf = (proof: Proof): PinWay[] => (proof === 'two-persons' ? ['letter'] : ['letter', 'shown']);

/** A token's whole life, by every way of handing it over. */
export const LIVES: readonly NamedScenario[] = MODE_NAMES.flatMap((mode) =>
  PROOF_NAMES.flatMap((proof) =>
    waysOf(proof).map((way) => ({
      id: `${mode} ${proof} ${way}`,
      part: 'life' as const,
      fr: `${MODES[mode].fr}, ${PROOFS[proof].fr}, ${WAYS[way].fr}`,
      en: `${MODES[mode].en}, ${PROOFS[proof].en}, ${WAYS[way].en}`,
      rows: ASKED,
      steps: lifeSteps(mode, proof, way),
    })),
  ),
);

const PASSWORD = { kind: 'pkcs12-password' };
/** A credential that its holder downloads, from its approval, its production or its letter on. */
export function nomadeSteps(from: 'approval' | 'production' | 'letter', approvals = 1): ScenarioStep[] {
  const letter = ['letter.print pkcs12-password', 'letter.confirm'].map((key) => ({ key, where: PASSWORD }));
  if (from === 'letter') return letter;
  return [...(from === 'approval' ? approved(approvals) : []), ...made('nomade'), ...letter];
}
const nomade: NamedScenario = {
  id: 'nomade',
  part: 'life',
  fr: 'Certificat nomade, mot de passe par lettre',
  en: 'Nomade credential, password by letter',
  rows: rowsOf({
    ...Object.fromEntries([...ASKED].flatMap(([table, of]) => [...of.values()].map((row) => [table, row]))),
    request: { ...ASKED.get('request')?.get('request'), kind: 'nomade', workstationId: null },
  }),
  steps: nomadeSteps('approval'),
};

const REGISTERED: ScenarioStep = { key: 'workstation.register', or: ['workstation.import'] };
const ITEMS: ScenarioStep[] = CHECKLISTS.commissioning.map((item) => ({
  key: 'workstation.signItem',
  where: { state: 'registered' },
  cells: { 'checkItem.item': item, 'checkItem.checklist': 'commissioning' },
}));
const unblocked: ScenarioStep[] = [
  ...['dualControl.propose token.unblock', 'dualControl.confirm token.unblock'].map((key) => ({
    key,
    cells: { 'proposal.args': canonicalize({ serial: 'token', slot: '1' }) ?? '' },
  })),
  { key: 'token.unblock', names: ['proposal'] },
];
const part = 'house' as const;
const NONE: Rows = new Map();
const HOUSE: readonly NamedScenario[] = [
  nomade,
  {
    ...{ id: 'commission', part, rows: NONE, steps: [REGISTERED, ...ITEMS] },
    ...{ fr: 'Mettre un poste en service', en: 'Put a workstation into service' },
  },
  {
    ...{ id: 'machine', part, rows: NONE },
    ...{ fr: 'Donner un certificat à un poste', en: 'Give a workstation a certificate' },
    steps: [
      ...[REGISTERED, ...ITEMS],
      ...['certificate.intend workstation', 'certificate.issue workstation'].map((key) => ({
        key,
        cells: { 'certificate.workstationId': (rows: Rows) => newestOf(rows, 'workstation')?.['id'] ?? null },
      })),
    ],
  },
  {
    ...{ id: 'newPin letter', part, rows: ASKED },
    fr: 'Donner un nouveau code PIN, par lettre, pour un jeton remis au guichet',
    en: 'Give a new PIN, by letter, for a token that was handed over at the desk',
    steps: [...lifeSteps('desk', 'own-factor', 'shown'), ...unblocked, ...toldPin('letter', 'own-factor')],
  },
  {
    ...{ id: 'newPin shown', part, rows: ASKED },
    fr: 'Donner un nouveau code PIN, montré au porteur',
    en: 'Give a new PIN, shown to the holder',
    steps: [...lifeSteps('desk', 'own-factor', 'shown'), ...unblocked, ...toldPin('shown', 'own-factor')],
  },
  {
    ...{ id: 'revoke', part, rows: HELD, steps: [{ key: 'token.revoke' }] },
    ...{ fr: 'Révoquer le jeton d’un autre', en: 'Revoke somebody else’s token' },
  },
  {
    ...{ id: 'block', part, rows: HELD, steps: [{ key: 'workstation.block' }] },
    ...{ fr: 'Bloquer un poste après un incident', en: 'Block a workstation after an incident' },
  },
  {
    ...{ id: 'operator', part, fr: 'Ouvrir le compte d’un opérateur', en: 'Open an operator’s account' },
    rows: rowsOf({ account: { id: OTHER, state: 'invited', inviterId: null, voucherId: null } }),
    steps: ['account.invite', 'account.vouch'].map((key) => ({ key, where: { id: OTHER } })),
  },
  {
    ...{ id: 'vault', part, rows: NONE, steps: [{ key: 'vault.begin' }] },
    fr: 'Sortir la racine ou changer la clé du coffre, au terminal',
    en: 'Bring the root or change the key of the vault, at the terminal',
  },
  {
    ...{ id: 'export', part, rows: NONE, steps: [{ key: 'journal.export' }] },
    ...{ fr: 'Exporter le journal', en: 'Export the journal' },
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
  'surge.start': { until: 1 },
  'person.purge': { personIds: [OTHER] },
  'restore.confirm': { entries: 0, grants: [] },
  'workstation.takeOver': { workstations: [{ assetNumber: 'PN-1', model: 'm', service: SERVICE, site: 'Paris' }] },
  'token.destroy': { serial: 'token' },
  'token.unblock': { serial: 'token', slot: '1' },
  'token.releaseSoPin': { serial: 'token' },
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
export const DECIDED: readonly NamedScenario[] = DECISION_NAMES.map((name) => ({
  ...{ id: name, part: 'decision' as const, rows: HELD },
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
