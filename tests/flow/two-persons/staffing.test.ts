import { ACTS } from '../../../src/book/book.ts';
import type { Caller } from '../../../src/book/rights/roles.ts';
import { LIVES } from '../../../src/book/staffing/life-steps.ts';
import type { Member } from '../../../src/book/staffing/play.ts';
import { type Assigned, staff } from '../../../src/book/staffing/staffing.ts';
import { isAppError } from '../../../src/errors.ts';
import { createWorld, type World } from '../../support/world/world.ts';

const TEAMS = {
  'un technicien, un valideur': ['thomas', 'valerie'],
  'un technicien, un responsable sécurité': ['thomas', 'odile'],
  'un technicien, un valideur, un responsable sécurité': ['thomas', 'valerie', 'odile'],
  'un technicien, un valideur, un administrateur': ['thomas', 'valerie', 'armand'],
  'deux techniciens, un valideur, un responsable sécurité, un administrateur': [
    ...(['thomas', 'theo', 'valerie', 'odile', 'armand'] as const),
  ],
  'quelqu’un qui valide et produit, un technicien': ['vincent', 'thomas'],
} as const;
const CASES = Object.entries(TEAMS).flatMap(([name, team]) =>
  LIVES.map((life) => [name, life.fr, team, life] as const),
);

/** What the book reckons of a team is what the service does: the same assignment goes through, the same act is refused. */
describe('what a team can do', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });

  /** Does an act of a life by somebody, as a door would. */
  const doer = (requestId: string) => {
    const pin = async () => (await w.pinLetter(requestId)).id;
    let code = '';
    const codeOf = async (): Promise<string> => {
      code ||= (await w.flow.pickupCodes.issueForMail(requestId)) ?? '';
      return code;
    };
    const checks = (purpose: 'acceptance' | 'receipt') => (by: Caller) =>
      w.flow.handover.checkIdentity(by, { requestId, purpose, document: 'passport' });
    const takes = (purpose: 'acceptance' | 'receipt') => async (by: Caller) =>
      w.flow.handover.takeCode(by, { requestId, purpose, code: await codeOf() });
    const inside = async () => undefined; // a part of production
    const acts: Readonly<Record<string, (by: Caller) => Promise<unknown>>> = {
      'request.approve': (by) => w.approve(requestId, by),
      'production.begin token': (by) => w.flow.production.produce(by, { requestId, slot: '1' }),
      'certificate.intend token': inside,
      'certificate.issue token': inside,
      'production.seal token': inside,
      'handover.challenge': (by) => w.flow.handover.challenge(by, { requestId, slot: '1' }),
      'handover.ship': (by) => w.flow.handover.ship(by, { requestId, slot: '1', trackingNumber: 'C-1' }),
      'handover.receiveParcel': (by) => w.flow.handover.receiveParcel(by, { requestId }),
      'handover.accept own-factor': (by) => w.flow.handover.accept(by, { requestId }),
      'handover.accept pickup-code': takes('acceptance'),
      'handover.checkIdentity acceptance': checks('acceptance'),
      'handover.accept two-persons': checks('acceptance'),
      'letter.print pin': async (by) => w.flow.letters.print(by, { letterId: await pin() }),
      'letter.confirm': async (by) => w.flow.letters.confirm(by, { letterId: await pin() }),
      'pin.show own-factor': (by) => w.flow.letters.show({ ...by, secondFactor: true }, { requestId }),
      'pin.show pickup-code': async (by) => w.flow.letters.show(by, { requestId, code: await codeOf() }),
      'handover.handOver': (by) => w.flow.handover.handOver(by, { requestId }),
      'handover.confirmReceipt own-factor': (by) => w.flow.handover.confirmReceipt(by, { requestId }),
      'handover.confirmReceipt pickup-code': takes('receipt'),
      'handover.checkIdentity receipt': checks('receipt'),
      'handover.confirmReceipt two-persons': checks('receipt'),
    };
    return (key: string, by: Caller): Promise<unknown> => {
      const does = acts[key];
      if (!does) throw new Error(`no door does ${key}`);
      return does(by);
    };
  };
  const asked = async (): Promise<string> => {
    await w.flow.people.setAddress(w.alice, { postalAddress: '8 rue du Loup, 33000 Bordeaux' });
    const row = await w.flow.request.submit(w.alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    return row.id;
  };
  const callers = (): Readonly<Record<string, Caller>> => ({
    holder: w.alice,
    correspondent: w.corinne,
    thomas: w.thomas,
    theo: w.theo,
    valerie: w.valerie,
    odile: w.odile,
    armand: w.armand,
    vincent: w.vincent,
  });
  const play = async (does: ReturnType<typeof doer>, assigned: readonly Assigned[]): Promise<void> => {
    for (const { key, person } of assigned) await does(key, callers()[person]!);
  };
  const refusal = async (attempt: Promise<unknown>): Promise<string> => {
    const error = await attempt.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return isAppError(error) ? error.code : `done, or ${String(error)}`;
  };

  it.each(CASES)('%s – %s', async (_, __, team, life) => {
    const members: Member[] = team.map((name) => ({ ...w[name], id: name }));
    const found = staff(members, life);
    const requestId = await asked();
    const does = doer(requestId);
    await play(does, found.by);
    if (found.done) {
      expect((await w.reads.get('request', requestId))?.state).toBe('closed');
      return;
    }
    expect(ACTS.has(found.key)).toBe(true);
    const codes: string[] = [];
    for (const name of team) codes.push(await refusal(does(found.key, w[name])));
    const known = ['forbidden', 'same_person', 'own_request', 'out_of_scope', 'not_found', 'already_done'];
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });
});
