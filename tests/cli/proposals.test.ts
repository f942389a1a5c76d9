import { beginOfDate } from '../../src/book/rules/calendar/working-days.ts';
import { loginOf, PASSWORD } from '../support/world/come-in.ts';
import { restoreInto } from '../support/world/restore.ts';
import { createService, type Service, terminals } from './terminal.ts';

/** One command ends a proposal: its proposer withdraws it, anybody else refuses it. */
describe('a proposal that is taken away, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);
  const proposed = async (): Promise<string> => {
    const { flow, adele, clock } = service.world;
    const args = { until: clock.now() + 3_600_000, reason: 'demand' } as const;
    return (await flow.dualControl.propose(adele, { act: 'surge.start', args })).id;
  };

  it('is called what the console calls it, in both languages', async () => {
    const { flow, adele, eve } = service.world;
    const args = { personId: eve.personId, role: 'technician', scope: '*' } as const;
    await flow.dualControl.propose(adele, { act: 'role.grant', args });
    expect((await as('odile', '--lang', 'en', 'proposals')).out).toContain('Grant a role');
    expect((await as('odile', '--lang', 'fr', 'proposals')).out).toContain('Accorder un rôle');
  });

  it('gives an operator back their account, which one person cannot do alone', async () => {
    const { directoryId } = (await service.world.reads.get('person', service.world.thomas.personId))!;
    const alone = await as('adele', 'people', 'invite', String(directoryId));
    expect(alone).toMatchObject({ code: 1, err: expect.stringContaining('hint: jeton propose recover LOGIN') });
    const { json } = await as('adele', '--json', 'propose', 'recover', String(directoryId));
    const proposal = await service.world.reads.get('proposal', String(json['id']));
    expect([proposal?.act, JSON.parse(proposal?.args ?? '')]).toEqual([
      'account.recover',
      { personId: service.world.thomas.personId },
    ]);
  });

  it('is withdrawn by whoever proposed it', async () => {
    expect((await as('adele', '--lang', 'fr', 'cancel', await proposed())).out).toBe('proposition retirée\n');
    expect((await as('adele', '--json', 'cancel', await proposed())).json).toEqual({ refused: false });
  });

  it('says days as the forms do: of Paris, the last one whole', async () => {
    const { clock, reads, eve } = service.world;
    const directoryId = (await reads.get('person', eve.personId))?.directoryId ?? '';
    const from = new Date(clock.now() + 86_400_000).toISOString().slice(0, 10);
    const until = new Date(clock.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const { json } = await as('valerie', '--json', 'propose', 'deputy', directoryId, '--from', from, '--until', until);
    const [proposal] = await reads.find('proposal', { id: String(json['id']) });
    const args = JSON.parse(proposal?.args ?? '');
    expect(args).toMatchObject({ validFrom: beginOfDate(from), validUntil: beginOfDate(until, 1) });
  });

  it('is refused by anybody else who may end it', async () => {
    expect((await as('odile', '--lang', 'fr', 'cancel', await proposed())).out).toBe(
      'refusé : qui l’a proposé en est averti\n',
    );
    expect((await as('odile', '--json', 'cancel', await proposed())).json).toEqual({ refused: true });
  });
});

describe('what a proposal changes, before it is confirmed from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as, run } = terminals(() => service);

  it('of a recall is how many tokens and holders it hits, and nothing runs before somebody says yes', async () => {
    const { world } = service;
    await world.activeToken(world.alice, 'PN-1');
    const args = { kind: 'model', model: 'Twin', way: 'revoke-now' } as const;
    const { id } = await world.flow.dualControl.propose(world.odile, { act: 'recall.open', args });
    const listed = await as('olga', '--lang', 'fr', 'proposals');
    for (const said of [/Actif +1\n/, /porteurs +1\n/, /services +PREF-33 \(1\)\n/]) expect(listed.out).toMatch(said);
    const unasked = await as('olga', 'confirm', id);
    expect(unasked).toMatchObject({ code: 1, out: '' });
    expect(unasked.err).toMatch(/^Recall tokens \(recall\.open\)\n.*holders +1\n.*--yes/s);
    expect(await world.reads.find('recall', {})).toEqual([]);
    const refused = await run('olga', ['confirm', id], { typed: 'no\n', tty: true });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('that is no yes') });
    expect(await world.reads.find('recall', {})).toEqual([]);
    expect((await run('olga', ['confirm', id], { typed: 'oui\n', tty: true })).code).toBe(0);
    expect(await world.reads.find('recall', {})).toHaveLength(1);
    await world.flow.recall.ended();
  });

  it('of a policy is what it says now, of a checklist every item that is otherwise', async () => {
    const { world } = service;
    await world.flow.dualControl.propose(world.odile, {
      act: 'policy.set',
      args: { id: 'production.perDay', value: 9 },
    });
    const [standing] = await world.reads.find('checklist', { purpose: 'migration' });
    const items = JSON.parse(standing!.items) as { code: string; fr: string; en: string; required: boolean }[];
    const next = [
      { ...items[0]!, en: 'Data saved twice' },
      ...items.slice(2),
      { code: 'new-one', fr: 'Nouveau', en: 'New one', required: false },
    ];
    await world.flow.dualControl.propose(world.odile, {
      act: 'checklist.set',
      args: { purpose: 'migration', model: '*', image: '*', version: 2, items: next },
    });
    const { items: listed } = (await as('olga', '--json', 'proposals')).json;
    const effect = (act: string) => listed.find((one) => one['act'] === act)?.['effect'];
    expect(effect('policy.set')).toMatchObject({ kind: 'policy', after: 9, before: expect.any(Number) });
    expect(effect('checklist.set')).toMatchObject({
      kind: 'items',
      items: [
        { code: items[0]!.code, before: { en: items[0]!.en }, after: { en: 'Data saved twice' } },
        { code: 'new-one', before: null, after: { en: 'New one' } },
        { code: items[1]!.code, before: { en: items[1]!.en }, after: null },
      ],
      order: null,
    });
    const { out } = await as('olga', 'proposals');
    expect(out).toMatch(/new-one +– +Nouveau \/ New one, optional\n/);
    expect(out).toMatch(/before +\d+\nafter +9\n/);
  });

  it('is not asked of whoever proposed it', async () => {
    const { flow, adele, clock } = service.world;
    const args = { until: clock.now() + 3_600_000, reason: 'demand' } as const;
    const { id } = await flow.dualControl.propose(adele, { act: 'surge.start', args });
    expect(await as('adele', '--lang', 'fr', 'confirm', id)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^jeton\s: c’est votre propre proposition : une seconde personne doit la confirmer\n/),
    });
  });

  it('cuts a long list to what fits with the question, and shows the whole where that is asked for', async () => {
    const { world } = service;
    const workstations = Array.from({ length: 25 }, (_, at) => ({
      assetNumber: `PN-7${String(at).padStart(2, '0')}`,
      model: 'L14',
      service: 'PREF-33',
      site: 'Lyon',
    }));
    const args = { workstations };
    const { id } = await world.flow.dualControl.propose(world.adele, { act: 'workstation.takeOver', args });
    const cut = (await as('olga', 'confirm', id)).err;
    expect(cut.match(/^PN-7/gm)).toHaveLength(20);
    expect(cut).toContain('\nand 5 more: --all shows them\n');
    expect((await as('olga', 'confirm', id, '--all')).err.match(/^PN-7/gm)).toHaveLength(25);
  });

  it('says in words what is proposed, and every machine in a line of its own', async () => {
    const { world } = service;
    const workstations = ['PN-71', 'PN-72'].map((assetNumber) => ({
      assetNumber,
      model: 'L14',
      service: 'PREF-33',
      site: 'Lyon',
    }));
    const taken = await world.flow.dualControl.propose(world.adele, {
      act: 'workstation.takeOver',
      args: { workstations },
    });
    const args = { personId: world.eve.personId, role: 'auditor', scope: '*' } as const;
    const granted = await world.flow.dualControl.propose(world.adele, { act: 'role.grant', args });
    const machines = (await as('olga', '--lang', 'fr', 'confirm', taken.id)).err;
    expect(machines).toMatch(/^Reprendre .+ \(workstation\.takeOver\)\nPostes SPAN +2\n/);
    expect(machines).toMatch(/\nPN-71 +L14 +PREF-33 +Lyon\nPN-72 +L14 +PREF-33 +Lyon\n/);
    const grant = (await as('olga', '--lang', 'fr', 'confirm', granted.id)).err;
    expect(grant).toMatch(/\(role\.grant\) – .+\nRôle +Auditeur\nPérimètre +tout\n/);
    for (const said of [machines, grant]) expect(said).not.toMatch(/[{}"]/);
    const listed = (await as('olga', '--lang', 'fr', 'proposals')).out;
    expect(listed).toMatch(/Postes SPAN : 2/);
    expect(listed).not.toMatch(/[{}"]/);
  });
});

describe('a restore, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    await restoreInto(service.world.opened);
  });
  afterEach(() => service.close());
  const { run } = terminals(() => service);
  const NEW = 'trois petits chats tout neufs';

  /** Opens an account by the terminal's link, and signs in. */
  async function backIn(name: 'armand' | 'odile'): Promise<string> {
    const links = await service.door.identity.firstLinks();
    const { token } = links.find(({ person }) => person.directoryId === loginOf(name))!;
    const typed = `${NEW}\n`;
    const enrolled = await run(name, ['--lang', 'fr', 'enrol'], {
      tty: true,
      typed: `http://localhost/bienvenue?restauration=1#${token}\n${typed}${typed}${PASSWORD}\n`,
    });
    expect(enrolled.code).toBe(0);
    await run(name, ['login', loginOf(name), '--password-stdin'], { typed });
    return enrolled.err;
  }

  it('says why a link asks for the former password, and names the roles that come back', async () => {
    const asked = await backIn('armand');
    expect(asked).toMatch(/restauration.*mot de passe.*au moment de la sauvegarde/s);
    expect(asked).not.toMatch(/incorrect|sign_in_failed/);
    const said = (argv: string[]) => run('armand', ['--lang', 'fr', ...argv]);
    const shown = (await said(['policy', 'restore'])).out;
    expect(shown).toMatch(/indices +la commande de restauration\n/);
    expect(shown).toMatch(/révocations connues +oui\n/);
    expect(shown).toMatch(/identifiant +rôle +périmètre +nom +matricule +jusqu.au\n/);
    const unknown = await said(['propose', 'restore', 'nonesuch']);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringMatching(/nonesuch.*jeton policy restore\n$/s) });
    const [technician] = await service.world.reads.find('grant', { role: 'technician' });
    await said(['propose', 'restore', technician!.id]);
    const [proposal] = await service.world.reads.find('proposal', { act: 'restore.confirm' });
    await backIn('odile');
    const { err } = await run('odile', ['--lang', 'fr', 'confirm', proposal!.id]);
    expect(err).toMatch(/Rôles qui reviennent +1\n/);
    expect(err).toMatch(new RegExp(`\\n${technician!.id} +Technicien +tout +T`));
  });
});
