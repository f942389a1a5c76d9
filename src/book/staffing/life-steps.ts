import type { Words } from '../language/language.ts';
import type { PinWay } from '../rules/handover/pin-ways.ts';
import type { Made } from '../rules/request/jobs.ts';
import type { Proof } from '../tables/codes.ts';
import { ASKED, type NamedScenario, rowsOf } from './rows.ts';
import type { ScenarioStep } from './staffing.ts';

export type Mode = 'desk' | 'shipment';
/** How a PIN reaches its holder. */

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
/** A nomade credential's life. */
export const NOMADE: NamedScenario = {
  id: 'nomade',
  part: 'life',
  fr: 'Certificat Nomade, mot de passe par lettre',
  en: 'Nomade credential, password by letter',
  rows: rowsOf({
    ...Object.fromEntries([...ASKED].flatMap(([table, of]) => [...of.values()].map((row) => [table, row]))),
    request: { ...ASKED.get('request')?.get('request'), kind: 'nomade', workstationId: null },
  }),
  steps: nomadeSteps('approval'),
};
