import { isPinWayOpen } from '../rules/handover/pin-ways.ts';
import type { Row } from '../tables/row.ts';
import {
  type LifePart,
  lifeSteps,
  MODE_NAMES,
  type Mode,
  nomadeSteps,
  PROOF_NAMES,
  proven,
  toldPin,
  waysOf,
} from './life-steps.ts';
import { newestOf, type Rows } from './play.ts';
import type { ScenarioStep } from './staffing.ts';

/** What the settings say of it: how many approve, and how a PIN reaches its holder (`pin.ways`). */
export interface LifeSettings {
  approvals: number;
  pinWays: number;
}
const isSet = (row: Row | undefined, column: string): boolean => typeof row?.[column] === 'number';

/** Every way in which the life of a token may go on from this part. */
const lives = (from: LifePart, { approvals, pinWays }: LifeSettings, modes = MODE_NAMES): ScenarioStep[][] =>
  modes.flatMap((mode) =>
    PROOF_NAMES.flatMap((proof) =>
      waysOf(proof)
        .filter((way) => isPinWayOpen(pinWays, way))
        .map((way) => lifeSteps(mode, proof, way, { approvals, from })),
    ),
  );
const pinTold = (pinWays: number): ScenarioStep[][] =>
  (['letter', 'shown'] as const)
    .filter((way) => isPinWayOpen(pinWays, way))
    .flatMap((way) => PROOF_NAMES.slice(0, way === 'shown' ? 2 : 1).map((proof) => toldPin(way, proof)));

/** What is left of a hand-over at the desk once the certificate was accepted: its letter may be out already. */
function desk(rows: Rows, settings: LifeSettings): ScenarioStep[][] {
  const letter = newestOf(rows, 'letter', { kind: 'pin' });
  const begin = lives('handover', settings);
  if (letter?.['state'] === 'waiting') return [...lives('pin', settings, ['desk']), ...begin];
  const confirm: ScenarioStep[] =
    letter?.['state'] === 'printed' && letter['secretId'] !== null
      ? [{ key: 'letter.confirm', where: { kind: 'pin' } }]
      : [];
  return [...lives('end', settings, ['desk']).map((steps) => [...confirm, ...steps]), ...begin];
}

const PASSWORD = { kind: 'pkcs12-password', state: 'waiting' };
function nomadeLeft(rows: Rows, state: unknown, approvals: number): ScenarioStep[][] {
  if (state === 'submitted') return [nomadeSteps('approval', approvals)];
  if (state === 'approved') return [nomadeSteps('production')];
  return newestOf(rows, 'letter', PASSWORD) ? [nomadeSteps('letter')] : [];
}

/**
 * The ways in which the work on a request may go on to its end, from how its rows stand; none where nothing is left to do.
 * The newest row of each table is the one that counts. A job on the bench is taken as one that ends well.
 */
export function waysLeft(rows: Rows, settings: LifeSettings): ScenarioStep[][] {
  const request = newestOf(rows, 'request');
  const handover = newestOf(rows, 'handover', { failedAt: null });
  if (request?.['kind'] === 'nomade') return nomadeLeft(rows, request['state'], settings.approvals);
  const mode = handover?.['mode'] as Mode | undefined;
  const accepted = isSet(handover, 'acceptedAt');
  switch (request?.['state']) {
    case 'submitted':
      return lives('approval', settings);
    case 'approved':
      return lives('production', settings);
    case 'in_production':
      return lives('handover', settings);
    case 'produced':
      if (handover === undefined) return lives('handover', settings);
      return accepted
        ? desk(rows, settings)
        : [...lives('acceptance', settings, ['desk']), ...lives('handover', settings)];
    case 'handed_over':
      if (mode === 'shipment') return lives(accepted ? 'pin' : 'acceptance', settings, ['shipment']);
      return PROOF_NAMES.map((proof) => proven('confirmReceipt', proof, 'desk'));
    case 'closed':
      return newestOf(rows, 'letter', { kind: 'pin', state: 'waiting' }) ? pinTold(settings.pinWays) : [];
    default:
      return [];
  }
}
