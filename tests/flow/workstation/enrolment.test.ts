import { WorkstationInput } from '../../../src/flow/inputs.ts';
import { commission, firstItems, machine, newMachines, signAll, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

describe('workstations', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const workstation = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]!;
  const sign = (by: typeof w.thomas, assetNumber: string, ...items: { item: string; value?: string }[]) =>
    w.flow.enrolment.signItems(by, { workstation: assetNumber, items });

  it('has no number that is the id of another', async () => {
    const { id } = await workstation('PN-1');
    const named = { ...machine('PN-7'), assetNumber: id };
    expect(WorkstationInput.safeParse(named).success).toBe(false);
    expect(WorkstationInput.safeParse({ ...machine('PN-7'), serialNumber: id }).success).toBe(false);
  });

  describe('the checklist, the only way into service', () => {
    const items = firstItems('commissioning');
    const [first, second] = items as [(typeof items)[0], (typeof items)[0]];

    it('puts the workstation into service with its last item, and says who signed that', async () => {
      await commission(w.flow, [w.thomas, w.theo], 'PN-7');
      expect(await workstation('PN-7')).toMatchObject({
        state: 'commissioned',
        cameIn: 'checklist',
        registererId: w.thomas.personId,
        commissionerId: w.theo.personId,
      });
    });

    it('is not ended by whoever brought the workstation in alone, whichever item is the last', async () => {
      await w.flow.enrolment.register(w.thomas, machine('PN-7'));
      for (const item of items.slice(1)) await sign(w.thomas, 'PN-7', item);
      await w.refuses('same_person', sign(w.thomas, 'PN-7', first));
      expect((await workstation('PN-7')).state).toBe('registered');
      expect(await sign(w.theo, 'PN-7', first)).toEqual({ missing: [], ended: true });
      expect((await workstation('PN-7')).state).toBe('commissioned');
    });

    it('is ended by any technician where an administrator imported the workstation', async () => {
      await w.flow.imports.all(w.adele, 'workstations', newMachines([machine('PN-7')]));
      await signAll(w.flow, 'commissioning', 'PN-7', [w.thomas, w.thomas]);
      expect((await workstation('PN-7')).state).toBe('commissioned');
    });

    it('refuses an item twice, one of another list, and any where no list is due', async () => {
      await sign(w.theo, 'PN-NEW', first);
      await w.refuses('already_done', sign(w.theo, 'PN-NEW', first));
      await w.refuses('invalid_input', sign(w.theo, 'PN-NEW', { item: 'data-saved' }), { entry: false });
      await w.refuses('wrong_state', sign(w.theo, 'PN-1', first));
      await w.refuses('forbidden', sign(w.olga, 'PN-NEW', second));
    });

    it('is signed anew, and whole, after a repair', async () => {
      await commission(w.flow, [w.thomas, w.theo], 'PN-7');
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-7', action: 'sendToRepair' });
      await w.flow.enrolment.change(w.theo, { workstation: 'PN-7', action: 'backFromRepair' });
      expect(await workstation('PN-7')).toMatchObject({ state: 'registered', cameIn: null, commissionerId: null });
      await signAll(w.flow, 'commissioning', 'PN-7', [w.thomas, w.theo]);
      expect(await workstation('PN-7')).toMatchObject({ state: 'commissioned', cameIn: 'checklist' });
    });

    it('is signed anew, and whole, for a machine that broke in its migration, whose tokens go on', async () => {
      const { tokenId, certificateId } = await w.activeToken(w.alice, 'PN-1');
      const change = (action: 'migrate' | 'sendToRepair' | 'backFromRepair') =>
        w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
      await change('migrate');
      const [begun] = firstItems('migration') as [(typeof items)[0]];
      await sign(w.thomas, 'PN-1', begun);
      expect(await change('sendToRepair')).toEqual({ state: 'in_repair', revoked: 0, withdrawn: 0, published: true });
      expect(await w.reads.get('token', tokenId)).toMatchObject({ state: 'active' });
      expect(await w.reads.get('certificate', certificateId)).toMatchObject({ state: 'good' });
      await change('backFromRepair');
      expect(await workstation('PN-1')).toMatchObject({ state: 'registered', cameIn: null, commissionerId: null });
      await signAll(w.flow, 'commissioning', 'PN-1', [w.thomas, w.theo]);
      expect(await workstation('PN-1')).toMatchObject({ state: 'commissioned', cameIn: 'checklist' });
    });

    it('says how it came in also after a migration, whose end has the same rule', async () => {
      await commission(w.flow, [w.thomas, w.theo], 'PN-7');
      for (const assetNumber of ['PN-7', 'PN-1'])
        await w.flow.enrolment.change(w.theo, { workstation: assetNumber, action: 'migrate' });
      const [last, ...others] = firstItems('migration') as [(typeof items)[0], ...typeof items];
      await sign(w.thomas, 'PN-7', ...others);
      await w.refuses('same_person', sign(w.thomas, 'PN-7', last));
      await sign(w.vincent, 'PN-7', last);
      await signAll(w.flow, 'migration', 'PN-1', [w.thomas, w.thomas]);
      expect(await workstation('PN-7')).toMatchObject({ state: 'commissioned', cameIn: 'checklist' });
      expect(await workstation('PN-1')).toMatchObject({ state: 'commissioned', cameIn: 'taken-over' });
    });
  });

  describe('serial number and image', () => {
    const known = { serialNumber: '5CG1234XYZ', image: 'SPAN 24H2' };

    it('come in with the machine, and stay unknown where nobody said them', async () => {
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-7'), ...known });
      expect(await workstation('PN-7')).toMatchObject({ ...known, holderId: null });
      await w.flow.imports.all(
        w.adele,
        'workstations',
        newMachines([machine('PN-8'), { ...machine('PN-9'), serialNumber: 'S-9' }]),
      );
      expect(await workstation('PN-8')).toMatchObject({ serialNumber: null, image: null, holderId: null });
      expect(await workstation('PN-9')).toMatchObject({ serialNumber: 'S-9' });
      await takeOver(w.flow, [w.thomas, w.olga], { ...machine('PN-10'), serialNumber: 'S-10', image: 'SPAN 23H2' });
      expect(await workstation('PN-10')).toMatchObject({ serialNumber: 'S-10', image: 'SPAN 23H2', holderId: null });
    });

    it('no two machines have the same serial number, by whatever door they come', async () => {
      await w.flow.enrolment.register(w.thomas, { ...machine('PN-7'), ...known });
      const same = { ...machine('PN-8'), ...known };
      await w.refuses('duplicate', w.flow.enrolment.register(w.thomas, same));
      const taken = (...rows: WorkstationInput[]) => w.flow.imports.all(w.adele, 'workstations', newMachines(rows));
      expect(await taken(same)).toMatchObject({ added: 0, refusals: [{ row: 1, code: 'duplicate' }] });
      await w.refuses('duplicate', takeOver(w.flow, [w.thomas, w.olga], same));
      const twice = [machine('PN-8'), machine('PN-9')].map((one) => ({ ...one, serialNumber: 'S-8' }));
      await expect(takeOver(w.flow, [w.thomas, w.olga], ...twice)).rejects.toThrow('a serial number is named twice');
      expect(await taken(...twice)).toMatchObject({ added: 1, refusals: [{ row: 2, code: 'duplicate' }] });
    });
  });

  describe('workstations of before', () => {
    const propose = (by = w.adele, ...numbers: string[]) =>
      w.flow.dualControl.propose(by, { act: 'workstation.takeOver', args: { workstations: numbers.map(machine) } });
    const confirm = (by: typeof w.olga, { id, argsHash }: { id: string; argsHash: string }) =>
      w.flow.dualControl.confirm(by, { proposalId: id, argsHash });

    it('come in by two persons, whom their rows name, in service at once', async () => {
      await takeOver(w.flow, [w.thomas, w.olga], 'PN-7', 'PN-8');
      for (const assetNumber of ['PN-7', 'PN-8'])
        expect(await workstation(assetNumber)).toMatchObject({
          state: 'commissioned',
          cameIn: 'taken-over',
          commissionerId: null,
          registererId: w.thomas.personId,
          seconderId: w.olga.personId,
        });
    });

    describe('with who has them', () => {
      const had = (assetNumber: string, holder: string) => ({ ...machine(assetNumber), holder });
      const ask = (...workstations: ReturnType<typeof had>[]) =>
        w.flow.dualControl.propose(w.adele, { act: 'workstation.takeOver', args: { workstations } });

      it('name them by their ids, and the two who decide read names', async () => {
        const proposal = await ask(had('PN-7', 'm-alice'), had('PN-8', w.bruno.personId));
        expect(JSON.parse(proposal.args).workstations).toMatchObject([
          { assetNumber: 'PN-7', holderId: w.alice.personId },
          { assetNumber: 'PN-8', holderId: w.bruno.personId },
        ]);
        expect(proposal.args).not.toMatch(/alice/i);
        expect(await w.flow.reading.proposals(w.olga)).toMatchObject([
          {
            holders: [
              { assetNumber: 'PN-7', directoryId: 'M-ALICE' },
              { assetNumber: 'PN-8', directoryId: 'M-BRUNO' },
            ],
          },
        ]);
        await confirm(w.olga, proposal);
        expect(await workstation('PN-7')).toMatchObject({ holderId: w.alice.personId, formerHolderId: null });
        expect(await workstation('PN-8')).toMatchObject({ holderId: w.bruno.personId });
      });

      it('are refused where nobody knows them, and the refusal says of which machines', async () => {
        const asked = () => ask(had('PN-7', 'M-ALICE'), had('PN-8', 'M-NOBODY'), had('PN-9', 'M-NONE'));
        const detail = { why: 'holder-unknown', number: 'PN-8, PN-9' };
        await expect(asked()).rejects.toMatchObject({ code: 'not_found', detail });
        await w.refuses('not_found', asked());
        expect(await w.flow.reading.proposals(w.olga)).toEqual([]);
      });

      it('are refused once they have left, also where they leave before it is confirmed', async () => {
        const proposal = await ask(had('PN-7', 'M-ALICE'));
        await w.flow.people.disable(w.adele, { personId: w.alice.personId });
        const detail = { why: 'holder-left', number: 'PN-7' };
        await expect(confirm(w.olga, proposal)).rejects.toMatchObject({ code: 'wrong_state', detail });
        await expect(ask(had('PN-7', 'M-ALICE'))).rejects.toMatchObject({ code: 'wrong_state', detail });
        expect(await workstation('PN-7')).toBeUndefined();
      });
    });

    it('do not come in by one, by two without a security officer, or by whoever may not', async () => {
      const proposal = await propose(w.adele, 'PN-7');
      expect(await workstation('PN-7')).toBeUndefined();
      await w.refuses('same_person', confirm(w.adele, proposal));
      await w.refuses('forbidden', confirm(w.armand, proposal));
      await w.refuses('forbidden', confirm(w.thomas, proposal));
      await w.refuses('forbidden', propose(w.alice, 'PN-8'));
      await w.refuses('forbidden', propose(w.valerie, 'PN-8'));
      await w.refuses('fresh_factor_needed', propose({ ...w.thomas, freshUntil: 0 }, 'PN-8'));
      expect(await workstation('PN-7')).toBeUndefined();
    });

    it('come in once: not beside one that is known, whatever its state, nor by the same decision again', async () => {
      for (const known of ['PN-1', 'PN-NEW', 'PN-OLD']) await w.refuses('duplicate', propose(w.adele, 'PN-7', known));
      const proposal = await propose(w.adele, 'PN-7');
      await confirm(w.olga, proposal);
      await w.refuses('wrong_state', confirm(w.olga, proposal));
      const other = await propose(w.adele, 'PN-8', 'PN-9');
      await w.flow.enrolment.register(w.thomas, machine('PN-8'));
      await w.refuses('duplicate', confirm(w.olga, other));
      expect(await workstation('PN-9')).toBeUndefined();
    });
  });

  describe('production', () => {
    const asked = async (assetNumber: string) => {
      const request = await w.flow.request.submit(w.alice, {
        kind: 'first-issue',
        workstation: assetNumber,
        priority: 0,
      });
      await w.approve(request.id);
      return w.flow.production.produce(w.thomas, { requestId: request.id, slot: '1' });
    };

    it('is for a workstation in service, lent or not', async () => {
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action: 'loan' });
      expect((await asked('PN-1')).tokenId).toBe('B-0001');
    });

    it.each(['migrate', 'sendToRepair'] as const)('is not for one that was asked for before %s', async (action) => {
      await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
      await w.refuses('wrong_state', asked('PN-1'));
    });

    it('is not for one that came back from repair and was not signed anew', async () => {
      for (const action of ['sendToRepair', 'backFromRepair'] as const)
        await w.flow.enrolment.change(w.thomas, { workstation: 'PN-1', action });
      await w.refuses('wrong_state', asked('PN-1'));
    });
  });
});
