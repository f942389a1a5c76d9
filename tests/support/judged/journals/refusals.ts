import { ecKey, writeCsr } from '../../../ca/evaluation.ts';
import { found, welcome } from './cast.ts';
import type { Journey } from './journal.ts';
import { approve, commission, deliver, seen } from './steps.ts';

/** What is asked of the service and refused: each leaves an entry, and changes nothing. */
export const refusals: Journey = {
  name: 'refusals',
  play: async (open) => {
    const house = await open();
    const founders = await found(house);
    const { adele, olga } = founders;
    const names = ['alice', 'bruno', 'corinne', 'valerie', 'thomas', 'theo', 'aurore'] as const;
    const { alice, bruno, corinne, valerie, thomas, theo, aurore } = await welcome(house, founders, ...names);
    await commission(house, { registers: thomas, commissions: theo }, 'PN-61', 'PN-62');
    await deliver(house, thomas, 'BL-19', ['F-0001', 'F-0002']);
    const { flow, identity } = house;
    const wish = { kind: 'first-issue', workstation: 'PN-61', priority: 0 } as const;
    const own = await flow.request.submit(alice, wish);
    const requestId = own.id;
    const { personId } = bruno;
    const args = { personId, role: 'technician', scope: '*' } as const;
    const serial = 'F-0001';
    const [grant] = await house.reads.find('grant', { personId: thomas.personId, role: 'technician' });
    const key = ecKey();
    const request = Buffer.from(writeCsr(key.privateKey, key.spki)).toString('base64');
    const attempts: (() => Promise<unknown>)[] = [
      () => flow.request.submit(alice, wish),
      () => approve(house, alice, own),
      async () => flow.request.amend(bruno, { ...(await seen(house, own)), deliverySite: 'Lille' }),
      () => flow.request.withdraw(bruno, { requestId }),
      async () => flow.approval.reject(thomas, { ...(await seen(house, own)), text: 'non' }),
      async () => flow.approval.askInformation(thomas, { ...(await seen(house, own)), text: 'quoi ?' }),
      () => flow.approval.takeBack(corinne, { requestId }),
      () => flow.production.produce(valerie, { requestId, slot: '1' }),
      () => flow.production.takeNext(corinne, { count: 1 }),
      () => flow.production.putBack(alice, { requestId }),
      () => flow.software.release(thomas, { requestId }),
      () => flow.software.download(alice, { requestId, terms: 1, form: 'modern' }),
      () => flow.handover.challenge(theo, { requestId, slot: '1' }),
      () => flow.handover.accept(theo, { requestId }),
      () => flow.handover.handOver(theo, { requestId }),
      () => flow.handover.ship(alice, { requestId, slot: '1', trackingNumber: '8R' }),
      () => flow.handover.confirmReceipt(alice, { requestId }),
      () => flow.handover.receiveParcel(theo, { requestId }),
      () => flow.handover.takeCode(theo, { requestId, purpose: 'receipt', code: '12345678' }),
      () => flow.handover.checkIdentity(theo, { requestId, purpose: 'receipt', document: 'passport' }),
      () => flow.pickupCodes.ask(theo, { requestId }),
      () => flow.handover.repeat(theo, { requestId, reason: 'dead-on-arrival' }),
      () => flow.letters.print(alice, { letterId: 'nowhere' }),
      () => flow.letters.show(alice, { requestId }),
      () => flow.letters.show(bruno, { requestId, code: '12345678' }),
      () => flow.people.setAddress({ ...alice, freshUntil: 0 }, { postalAddress: 'ailleurs' }),
      () => flow.letters.confirm(alice, { letterId: 'nowhere' }),
      () => flow.papers.print(theo, { requestId, paper: 'handover-sheet' }),
      () => flow.revocation.revoke(thomas, { serial, reason: 'lost' }),
      () => flow.revocation.reportLoss(alice, { serial, reason: 'lost' }),
      () => flow.revocation.revokeByCode(thomas, { serial, code: 'ABCD-EFGH-JKMN' }),
      () => flow.stock.receive(alice, { reference: 'BL', model: 'Twin', tokens: [{ serial: 'F-9', soPin: '1234' }] }),
      () => flow.stock.change(theo, { serial, action: 'return' }),
      () => flow.stock.recycle(theo, { serial, slot: '1' }),
      () => flow.stock.transfer(theo, { to: 'NOWHERE', serials: [serial] }),
      () => flow.stock.count(theo, { location: 'NOWHERE', serials: [] }),
      () => flow.stock.printDestructionReport(theo, { serial }),
      () =>
        flow.enrolment.register(alice, {
          assetNumber: 'PN-63',
          model: 'X',
          service: 'PREF-33',
          site: 'B',
        }),
      () => flow.imports.all(alice, 'workstations', []),
      () => flow.enrolment.signItems(thomas, { workstation: 'PN-61', items: [{ item: 'vpn-profile' }] }),
      () => flow.enrolment.change(thomas, { workstation: 'PN-61', action: 'giveBack' }),
      () => flow.enrolment.change(alice, { workstation: 'PN-61', action: 'block' }),
      () => flow.machine.certify(theo, { workstation: 'PN-61', request, keySha256: '0'.repeat(64) }),
      () => flow.machine.download(alice, { workstation: 'PN-61' }),
      () => flow.dualControl.propose(thomas, { act: 'role.grant', args }),
      () => flow.deputies.name(thomas, { deputy: 'M-ALICE', validUntil: house.clock.now() + 86_400_000 }),
      () => flow.dualControl.propose(alice, { act: 'token.unblock', args: { serial, slot: '1' } }),
      () => flow.dualControl.propose(alice, { act: 'token.destroy', args: { serial } }),
      () => flow.dualControl.propose(alice, { act: 'token.releaseSoPin', args: { serial } }),
      () => flow.dualControl.confirm(olga, { proposalId: 'nowhere', argsHash: '0'.repeat(64) }),
      () => flow.dualControl.cancel(olga, { proposalId: 'nowhere' }),
      () => flow.dualControl.reveal(thomas, { proposalId: 'nowhere' }),
      () => flow.imports.all(alice, 'people', []),
      () => flow.people.grant(adele, args),
      () => flow.people.endGrant(alice, { grantId: grant?.id ?? '' }),
      () => flow.people.disable(adele, { personId: olga.personId }),
      () => flow.surge.end(adele),
      () => flow.policy.read(alice),
      () => flow.purge.due(thomas),
      () => flow.restore.standing(alice),
      () => flow.reading.entries(thomas, {}, { limit: 5 }),
      () => flow.audit.beginExport(olga, { openings: false }, '0'.repeat(64)),
      () => flow.audit.beginVerification(olga),
      () => flow.audit.report(alice, async () => undefined),
      () => flow.undelivered.giveUp(adele, { mailId: 'nowhere' }),
      () => flow.directory.dismissSuggestion(alice, { ...args, kind: 'grant', reason: 'temporary' }),
      () => identity.invite(adele, thomas.personId),
      () => identity.vouch(olga, personId),
      () => identity.endSessionsFor(thomas, personId),
      () => identity.revokeApiToken(alice, 'nowhere'),
      () => identity.createApiToken(alice, { name: 'x', scopes: ['auditor'], days: 1 }),
      () => identity.removePasskey(alice, 'nowhere'),
    ];
    for (const attempt of attempts) {
      const done = await attempt().then(
        () => true,
        () => false,
      );
      if (done) throw new Error(`this was done: ${String(attempt)}`);
      house.clock.pass(61_000); // whoever is refused too often waits
    }
    return aurore;
  },
};
