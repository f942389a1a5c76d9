import type { CheckPoint, SetChecklist } from '../../../src/book/rules/workstation/checklists.ts';
import { itemKey } from '../../../src/flow/reading/journal/entry-things.ts';
import { adoptChecklists } from '../../../src/flow/workstation/checklists.ts';
import { firstItems, machine, newMachines, signAll, takeOver } from '../../support/world/machines.ts';
import { createWorld, type World } from '../../support/world/world.ts';

/** Eight groups of six digits, as BitLocker shows them. */
const RECOVERY_KEY = '419474-011055-255123-700216-041107-115313-004994-648021';
const point = (code: string, more: Partial<CheckPoint> = {}): CheckPoint => ({
  code,
  fr: `Point ${code}`,
  en: `Item ${code}`,
  required: true,
  ...more,
});
const SEAL = point('seal');
const BUILD = point('build', { value: { kind: 'pattern', mask: '#####.#+' } });
const TPM = point('tpm', { value: { kind: 'yes-no', expects: 'yes' } });
const KEY = point('recovery-key', { value: { kind: 'place', of: ['AD', 'COFFRE-PARIS'] } });
const DISK = point('disk', { value: { kind: 'choice', of: ['BitLocker', 'LUKS'] } });
const NOTE = point('sticker', { required: false });

describe('checklists', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld();
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const workstation = async (assetNumber: string) => (await w.reads.find('workstation', { assetNumber }))[0]!;
  const entries = async () => (await w.opened.lists.entries({}, { limit: 100 })).items;
  const sign = (by: typeof w.thomas, assetNumber: string, ...items: { item: string; value?: string }[]) =>
    w.flow.enrolment.signItems(by, { workstation: assetNumber, items });
  const list = (of: Partial<SetChecklist> = {}): SetChecklist => ({
    purpose: 'commissioning',
    model: '*',
    image: '*',
    version: 2,
    items: [SEAL],
    ...of,
  });
  const propose = (args: SetChecklist, by = w.adele) => w.flow.dualControl.propose(by, { act: 'checklist.set', args });
  const confirm = (by: typeof w.olga, { id, argsHash }: { id: string; argsHash: string }) =>
    w.flow.dualControl.confirm(by, { proposalId: id, argsHash });
  const decide = async (args: SetChecklist) => confirm(w.olga, await propose(args));
  /** The codes that are due on a machine that comes in now. */
  const dueOn = async (assetNumber: string, model = 'SPAN 14') => {
    await w.flow.enrolment.register(w.thomas, { ...machine(assetNumber), model });
    const { items } = await w.flow.reading.workstation(w.thomas, assetNumber);
    return items.map(({ item }) => item);
  };

  describe('the image of a machine that comes into service', () => {
    const IMAGE = point('image', { value: { kind: 'image' } });
    const comesIn = async (assetNumber: string, value: string) => {
      await w.flow.enrolment.register(w.thomas, machine(assetNumber));
      return sign(w.theo, assetNumber, { item: 'image', value });
    };
    beforeEach(() => decide(list({ items: [IMAGE] })));

    it('is said to whoever signs last where no campaign and no checklist names it, and is refused to nobody', async () => {
      // nothing names any image yet: every one would be doubtful
      expect(await comesIn('PN-6', 'SPAN 2027')).toEqual({ missing: [], ended: true });
      await decide(list({ purpose: 'migration', image: 'SPAN 2026', version: 1 }));
      expect(await comesIn('PN-7', 'SPAN 2026')).toEqual({ missing: [], ended: true });
      expect(await comesIn('PN-8', 'SPAM 2026')).toEqual({ missing: [], ended: true, unnamedImage: 'SPAM 2026' });
      expect(await workstation('PN-8')).toMatchObject({ state: 'commissioned', image: 'SPAM 2026' });
    });
  });

  describe('what is due', () => {
    it('is version 1 for any machine in a new service, which is adopted once', async () => {
      expect(await dueOn('PN-7')).toEqual(firstItems('commissioning').map(({ item }) => item));
      expect(await adoptChecklists({ store: w.store, clock: w.clock, chance: w.opened.chance })).toBe(false);
    });

    it('is the newest version of the most special list: of the model before that of any', async () => {
      await decide(list());
      await decide(list({ model: 'SPAN 15', version: 1, items: [TPM, NOTE] }));
      await decide(list({ model: 'SPAN 15', version: 2, items: [TPM] }));
      expect(await dueOn('PN-7')).toEqual(['seal']);
      expect(await dueOn('PN-8', 'SPAN 15')).toEqual(['tpm']);
    });

    it('is read on the entry that signs it in the words that its site wrote', async () => {
      await decide(list());
      await dueOn('PN-7');
      await sign(w.theo, 'PN-7', { item: 'seal' });
      const { items } = await w.opened.lists.entries({}, { limit: 20 });
      const signed = items.find(({ action }) => action === 'workstation.signItem');
      const { things } = await w.flow.reading.entry(w.aurore, signed!.seq);
      const named = [things.get(itemKey('fr', 'seal'))?.name, things.get(itemKey('en', 'seal'))?.name];
      const { fr, en } = list().items.find(({ code }) => code === 'seal')!;
      expect(named).toEqual([fr, en]);
    });

    it('is the list of any machine again, once that of a model is withdrawn', async () => {
      await decide(list({ model: 'SPAN 15', version: 1, items: [TPM] }));
      await decide(list({ model: 'SPAN 15', version: 2, items: [] }));
      expect(await dueOn('PN-7', 'SPAN 15')).toHaveLength(5);
    });

    it('stays for a round that has begun, and is the new one from the next round on', async () => {
      await w.flow.enrolment.register(w.thomas, machine('PN-7'));
      const { checklistId } = await workstation('PN-7');
      await decide(list());
      await signAll(w.flow, 'commissioning', 'PN-7', [w.thomas, w.theo]);
      expect(await workstation('PN-7')).toMatchObject({ state: 'commissioned', checklistId });
      for (const action of ['sendToRepair', 'backFromRepair'] as const)
        await w.flow.enrolment.change(w.theo, { workstation: 'PN-7', action });
      await w.refuses('invalid_input', sign(w.theo, 'PN-7', { item: 'vpn-profile' }), { entry: false });
      expect(await sign(w.theo, 'PN-7', { item: 'seal' })).toEqual({ missing: [], ended: true });
    });
  });

  describe('an image', () => {
    const IMAGE = point('image', { value: { kind: 'image' } });

    it('is the one that the item named, from the end of the round on', async () => {
      await w.flow.imports.all(w.adele, 'workstations', newMachines([{ ...machine('PN-7'), image: 'SPAN 23H2' }]));
      await sign(w.theo, 'PN-7', { item: 'image-version', value: 'SPAN 24H2' });
      expect((await workstation('PN-7')).image).toBe('SPAN 23H2');
      await sign(w.theo, 'PN-7', ...firstItems('commissioning').filter(({ value }) => value === undefined));
      expect((await workstation('PN-7')).image).toBe('SPAN 24H2');
    });

    it.each(['Jean Dupont', 'SPAN', 'SPAN/24'])('is no name of a person or of anything else: %s', async (value) => {
      const refused = sign(w.theo, 'PN-NEW', { item: 'image-version', value });
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input', detail: { why: 'value' } });
    });

    it('chooses the list: that of model and image before that of either', async () => {
      await decide(list({ purpose: 'migration', image: 'SPAN 23H2', version: 1, items: [IMAGE] }));
      await decide(list({ purpose: 'migration', model: 'SPAN 14', version: 1, items: [TPM, IMAGE] }));
      await decide(list({ purpose: 'migration', model: 'SPAN 14', image: 'SPAN 22H2', version: 1, items: [SEAL] }));
      const machines = ['SPAN 22H2', 'SPAN 23H2', 'SPAN 21H2'].map((image, i) => ({ ...machine(`PN-8${i}`), image }));
      const other = { ...machine('PN-83'), image: 'SPAN 23H2', model: 'SPAN 15' };
      await takeOver(w.flow, [w.thomas, w.olga], ...machines, other);
      const due = async (assetNumber: string) => {
        await w.flow.enrolment.change(w.theo, { workstation: assetNumber, action: 'migrate' });
        return (await w.flow.reading.workstation(w.theo, assetNumber)).items.map(({ item }) => item);
      };
      expect(await due('PN-80')).toEqual(['seal']);
      expect(await due('PN-81')).toEqual(['tpm', 'image']);
      expect(await due('PN-82')).toEqual(['tpm', 'image']);
      expect(await due('PN-83')).toEqual(['image']);
    });
  });

  describe('are changed by two persons', () => {
    it('of whom one is security officer, from the version that they saw', async () => {
      const proposal = await propose(list());
      await w.refuses('same_person', confirm(w.adele, proposal));
      await w.refuses('forbidden', confirm(w.thomas, proposal));
      await w.refuses('forbidden', propose(list(), w.thomas));
      const other = await propose(list({ items: [TPM] }));
      await confirm(w.olga, proposal);
      await w.refuses('changed_since', confirm(w.olga, other));
      await w.refuses('already_done', propose(list({ version: 3 })));
      await w.refuses('changed_since', propose(list({ version: 7, items: [TPM] })));
      await w.refuses('already_done', propose(list({ model: 'SPAN 15', version: 1, items: [] })));
      const [, standing] = await w.reads.find('checklist', { purpose: 'commissioning' }, { orderBy: 'version' });
      expect(standing).toMatchObject({ version: 2, proposerId: w.adele.personId, confirmerId: w.olga.personId });
    });

    it.each([
      ['no item that is required', { items: [NOTE] }],
      ['a code twice', { items: [SEAL, SEAL] }],
      ['nothing, for any machine', { items: [] }],
      ['two items that name an image', { items: ['a', 'b'].map((code) => point(code, { value: { kind: 'image' } })) }],
      ['a recovery key in its words', { items: [point('key', { fr: RECOVERY_KEY })] }],
      ['a pattern that any name fits', { items: [point('who', { value: { kind: 'pattern', mask: '@@@@@@@@' } })] }],
      ['an expression as a pattern', { items: [point('evil', { value: { kind: 'pattern', mask: '(a+)+$' } })] }],
    ] as const)('and hold not %s', async (_, of) => {
      await expect(propose(list(of as Partial<SetChecklist>))).rejects.toThrow();
    });
  });

  describe('signing', () => {
    beforeEach(async () => {
      await decide(list({ items: [SEAL, BUILD, TPM, KEY, DISK, NOTE] }));
      await w.flow.imports.all(w.adele, 'workstations', newMachines([machine('PN-7')]));
    });
    const ALL = [
      { item: 'seal' },
      { item: 'build', value: '22631.4460' },
      { item: 'tpm', value: 'yes' },
      { item: 'recovery-key', value: 'COFFRE-PARIS' },
      { item: 'disk', value: 'BitLocker' },
    ];

    it('takes all items with their values in one act, each with a row of who and when, for ever', async () => {
      expect(await sign(w.theo, 'PN-7', ...ALL)).toEqual({ missing: ['sticker'], ended: true });
      expect(await workstation('PN-7')).toMatchObject({ state: 'commissioned', commissionerId: w.theo.personId });
      for (const action of ['sendToRepair', 'backFromRepair'] as const)
        await w.flow.enrolment.change(w.theo, { workstation: 'PN-7', action });
      await sign(w.theo, 'PN-7', { item: 'sticker' });
      const { rounds } = await w.flow.reading.workstation(w.thomas, 'PN-7');
      expect(rounds.map(({ round, items }) => [round, items.map(({ item, value }) => [item, value])])).toEqual([
        [2, [['sticker', null]]],
        [1, ALL.map(({ item, value = null }) => [item, value])],
      ]);
      const by = { signedBy: w.theo.personId, signedAt: expect.any(Number), signer: expect.any(String) };
      expect(rounds[1]?.items[0]).toMatchObject({ ...by, fr: 'Point seal' });
      expect((await entries()).filter(({ action }) => action === 'workstation.signItem')).toHaveLength(2);
    });

    it('stands on its sheet by its number, with the image that it said and what nobody signed', async () => {
      const IMAGE = point('image-build', { value: { kind: 'image' } });
      await decide(list({ version: 3, items: [IMAGE, SEAL, NOTE] }));
      await w.flow.enrolment.register(w.thomas, machine('PN-8'));
      await sign(w.theo, 'PN-8', { item: 'image-build', value: 'SPAN 24H2' });
      const open = (round?: number) => w.flow.sheets.open(w.theo, { workstation: 'PN-8', ...(round && { round }) });
      const begun = (await open(1)).round;
      expect(begun).toMatchObject({ round: 1, image: 'SPAN 24H2', isOver: false });
      expect(begun.unsigned.map(({ code }) => code)).toEqual(['seal', 'sticker']);
      await sign(w.theo, 'PN-8', { item: 'seal' });
      expect((await open()).round).toMatchObject({ round: 1, isOver: true, unsigned: [{ code: 'sticker' }] });
      await w.flow.record.amend(w.theo, { workstation: 'PN-8', image: 'SPAN 25H2' });
      expect((await open()).round.image).toBe('SPAN 24H2');
      await expect(open(2)).rejects.toMatchObject({ code: 'wrong_state' });
    });

    it('is over without what is not required, and never before what is', async () => {
      expect(await sign(w.theo, 'PN-7', ...ALL.slice(1))).toEqual({ missing: ['seal', 'sticker'], ended: false });
      expect(await sign(w.theo, 'PN-7', { item: 'sticker' })).toEqual({ missing: ['seal'], ended: false });
    });

    it.each([
      ['build', 'Windows', 'value'],
      ['build', undefined, 'no-value'],
      ['tpm', 'no', 'value'],
      ['disk', 'bitlocker', 'value'],
      ['seal', 'yes', 'value'],
      ['recovery-key', 'MY-DESK', 'value'],
    ])('refuses for %s the value %s', async (item, value, why) => {
      const refused = sign(w.theo, 'PN-7', { item, ...(value === undefined ? {} : { value }) });
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input', detail: { why, item } });
    });

    it.each([
      RECOVERY_KEY,
      RECOVERY_KEY.replaceAll('-', ''),
      RECOVERY_KEY.replaceAll('-', ' '),
      RECOVERY_KEY.slice(0, 27),
    ])('refuses a recovery key wherever it is typed, and leaves no trace of it: %s', async (value) => {
      for (const item of ['recovery-key', 'build', 'seal']) {
        const refused = sign(w.theo, 'PN-7', { item, value });
        await expect(refused).rejects.toMatchObject({ code: 'invalid_input', detail: { why: 'recovery-key' } });
      }
      expect(JSON.stringify(await entries())).not.toContain(value);
    });

    it('refuses nothing, an item twice, and one wrong among many, of which then none is signed', async () => {
      await w.refuses(
        'already_done',
        sign(w.theo, 'PN-7', { item: 'seal' }).then(() => sign(w.theo, 'PN-7', { item: 'seal' }, { item: 'sticker' })),
      );
      const { items } = await w.flow.reading.workstation(w.thomas, 'PN-7');
      expect(items.filter(({ signed }) => signed).map(({ item }) => item)).toEqual(['seal']);
    });
  });
});
