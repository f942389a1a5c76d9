import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/cli.ts';
import { FRENCH } from '../../src/cli/i18n/fr.ts';
import { createSpeech, languageOf } from '../../src/cli/speech.ts';
import { curveApostrophes } from '../../src/words/translator.ts';
import { createService, type Service, terminals } from './terminal.ts';
import { saidInHelp, saidInSources } from './texts.ts';

describe('what the command line says', () => {
  it('is in French too, every text of it: help, sentences, headings, names', () => {
    const world = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {}, fetch };
    const { program } = buildProgram(world, createSpeech('en'));
    const said = [...saidInHelp(program), ...saidInSources()];
    expect(said.length).toBeGreaterThan(250);
    const known = new Set(Object.keys(FRENCH).map(curveApostrophes));
    expect([...new Set(said.map(curveApostrophes))].filter((text) => !known.has(text))).toEqual([]);
  });

  it('says of each command what it is for', () => {
    const world = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {}, fetch };
    const { program } = buildProgram(world, createSpeech('en'));
    const silent = (command: Command, path: string): string[] => [
      ...(command.description() === '' ? [path] : []),
      ...command
        .createHelp()
        .visibleCommands(command)
        .flatMap((one) => silent(one, `${path} ${one.name()}`)),
    ];
    expect(silent(program, 'jeton')).toEqual([]);
  });

  it('writes a length of time as its language does', () => {
    expect([createSpeech('fr').seconds(0.3), createSpeech('en').seconds(0.3)]).toEqual(['0,3\u202fs', '0.3 s']);
  });

  it('has the values of a sentence in both languages', () => {
    for (const [english, french] of Object.entries(FRENCH)) {
      const values = (text: string) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
      expect({ english, values: values(french) }).toEqual({ english, values: values(english) });
    }
  });

  it.each([
    [[], {}, 'fr'],
    [[], { LANG: 'C.UTF-8' }, 'fr'],
    [[], { LANG: 'fr_FR.UTF-8' }, 'fr'],
    [[], { LANG: 'en_GB.UTF-8' }, 'en'],
    [[], { LANG: 'en_GB.UTF-8', LC_ALL: 'fr_FR.UTF-8' }, 'fr'],
    [['--lang', 'en', 'tokens'], { LANG: 'fr_FR.UTF-8' }, 'en'],
    [['tokens', '--lang=fr'], { LANG: 'en_GB' }, 'fr'],
  ] as const)('goes by --lang, then by the locale, else it is French: %j %j', (argv, env, language) => {
    expect(languageOf(argv, env)).toBe(language);
  });
});

describe('the command line in French', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { run, as } = terminals(() => service);

  it('says help and mistakes', async () => {
    const help = await run('alice', ['--lang', 'fr', 'stock', 'recycle', '--help']);
    expect(help.out).toMatch(/^Usage : jeton stock recycle/);
    const lists = await run('alice', ['--lang', 'fr', 'mails', 'list', '--help']);
    expect(lists.out).toMatch(/--state <state> +\(valeurs : "dead", "waiting"\)/);
    expect(lists.out).toContain('(par défaut : "50")');
    expect((await run('alice', ['--lang', 'en', 'mails', 'list', '--help'])).out).toContain('(choices: "dead"');
    expect(help.out).toContain('effacer un jeton rendu et le remettre en stock');
    expect((await run('alice', ['--lang', 'fr', 'tokne'])).err).toContain('jeton : commande inconnue « tokne »');
    expect((await run('alice', ['--lang', 'en', 'tokne'])).err).toContain("jeton: unknown command 'tokne'");
    expect((await run('alice', ['--lang', 'de', 'whoami'])).code).toBe(2);
    const tooMany = await run('alice', ['--lang', 'fr', 'whoami', 'x']);
    expect(tooMany.err).toContain('trop d’arguments');
    const noFile = await run('alice', ['--lang', 'fr', 'import', 'people', 'nonesuch.csv']);
    expect(noFile).toMatchObject({ code: 1, err: 'jeton\u202f: nonesuch.csv ne peut pas être lu\n' });
  });

  it('says a verdict, and how the directory stands', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'jeton-verdict-'));
    try {
      const dir = join(folder, 'export');
      await as('aurore', 'journal', 'export', dir);
      const { out } = await run('anybody', ['--lang', 'fr', 'journal', 'verify', dir, '--vkey', service.vkey]);
      expect(out).toMatch(/résultat +intact, et conforme à la procédure\n/);
      expect(out).toMatch(/clé +la vôtre\n/);
      expect(out).toMatch(
        /suit le point de contrôle +(\d+, que l’export apporte : le vôtre se donne par --previous|aucun n’a été donné)\n/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
    const { out } = await as('adele', '--lang', 'fr', 'directory', 'status');
    for (const said of ['non', 'aucun', 'jamais']) expect(out).toContain(` ${said}\n`);
  });

  it('says what a refusal means and what to do, with its code', async () => {
    const refused = await as('alice', '--lang', 'fr', 'bench', 'slots');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('Aucun de vos rôles ne le permet.');
    expect(refused.err).toContain('[forbidden]');
  });

  it('says what came of an approval, and to whom no role allows it nothing of the request', async () => {
    const { alice, flow } = service.world;
    const asked = await flow.request.submit(alice, { kind: 'first-issue', workstation: 'PN-1', priority: 0 });
    for (const number of [asked.number, 'DEM-NONE'])
      expect(await as('aurore', '--lang', 'fr', 'approve', number)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/Aucun de vos rôles ne le permet.*\[forbidden\]/),
      });
    const done = (await as('valerie', '--lang', 'fr', 'approve', asked.number, 'DEM-NONE')).err;
    expect(done).toContain('[not_found]');
    expect((await as('valerie', '--lang', 'fr', 'approve', asked.number)).out).toMatch(/DEM-\S+ +Approuvée\n/);
  });

  it('says why a token is replaced, and what an approver looks at twice', async () => {
    await service.world.activeToken(service.world.alice, 'PN-1');
    const damaged = ['--kind', 'replacement', '--reason', 'damaged', '--workstation', 'PN-1', '--priority', '2'];
    await as('alice', 'request', 'submit', ...damaged);
    const [asked] = await service.world.reads.find('request', { kind: 'replacement' });
    const shown = async (...language: string[]) =>
      (await as('valerie', ...language, 'request', 'show', asked!.number)).out;
    const french = (await shown('--lang', 'fr')).replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(french).toMatch(/nature +Remplacement : endommagé\n/);
    expect(french).toMatch(/à regarder de près +Crise demandée\n/);
    const english = await shown('--lang', 'en');
    expect(english).toMatch(/kind +replacement \(damaged\)\n/);
    expect(english).toMatch(/look twice at +crisis-asked\n/);
  });

  it('says to an approver who asked and who has the workstation, and to no agent', async () => {
    const { alice, corinne, theo, flow } = service.world;
    await flow.record.assign(theo, { workstation: 'PN-1', person: 'M-ALICE', reason: 'handed-out' });
    const asked = { kind: 'first-issue', priority: 0 } as const;
    const own = await flow.request.submit(alice, { ...asked, workstation: 'PN-1' });
    const other = await flow.request.submit(corinne, { ...asked, workstation: 'PN-2', holder: 'M-ALICE' });
    const french = (await as('valerie', '--lang', 'fr', 'request', 'show', own.number)).out;
    expect(french).toMatch(/poste attribué à +Alice Agard\n/);
    expect(french).not.toContain('demandeur');
    const english = (await as('valerie', '--lang', 'en', 'request', 'show', other.number)).out;
    expect(english).toMatch(/asked for by +Corinne \S+\n/);
    expect(english).toMatch(/workstation held by +nobody\n/);
    const json = (await as('valerie', '--json', 'request', 'show', own.number)).json;
    expect(json).toMatchObject({ asker: null, machine: { state: 'commissioned', holder: { name: 'Alice Agard' } } });
    expect((await as('alice', '--json', 'request', 'show', other.number)).json).toMatchObject({
      asker: null,
      machine: null,
    });
  });

  it('names states and headings, and leaves JSON as it is', async () => {
    const request = await service.world.flow.request.submit(service.world.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    const shown = await as('alice', '--lang', 'fr', 'request', 'show', request.number);
    expect(shown.out).toMatch(/^numéro +DEM-/);
    expect(shown.out).toMatch(/état +Reçue/);
    const nomade = ['--kind', 'nomade', '--device', 'Mon téléphone', '--system', 'ios'];
    await as('alice', 'request', 'submit', ...nomade);
    const [other] = await service.world.reads.find('request', { kind: 'nomade' });
    const device = await as('alice', '--lang', 'fr', 'request', 'show', other!.number);
    expect(device.out).toMatch(/appareil +Mon téléphone \(ios\)/);
    const { json } = await as('alice', '--lang', 'fr', '--json', 'request', 'show', request.number);
    expect(json['request']).toMatchObject({ state: 'submitted' });
  });
});

describe('the nodes on the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('are named with their states and headings in the language of whoever reads', async () => {
    const shown = await as('armand', '--lang', 'fr', 'nodes', 'list');
    expect(shown.out).toMatch(/^nœud +site +état +version +depuis +dernier signe, il y a \(s\)/);
    expect(shown.out).toMatch(/\njeton +Paris +En marche /);
    expect((await as('armand', 'nodes', 'list')).out).toMatch(/\njeton +Paris +running /);
  });
});

describe('the health of the service on the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('says what is wrong, what to do and since when, the worst first', async () => {
    const shown = await as('armand', '--lang', 'fr', 'health');
    expect(shown.out).toMatch(/^état +partie +constat +depuis/);
    expect(shown.out).toMatch(/\nen panne +Horloge +Celle de la machine a changé.* Corrigez l’heure.*Z\n/);
    expect(shown.out).toMatch(/\nà regarder +Sauvegarde +Aucune n’a été faite\./);
    expect((await as('armand', 'health')).out).toMatch(/\nin order +Revocation list: tokens \(issuing\) +Number 12,/);
    expect((await as('alice', 'health')).code).toBe(1);
  });
});

describe('one token on the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(() => service.close());
  const { as } = terminals(() => service);

  it('is shown with its holders and with what can be done next', async () => {
    const { tokenId } = await service.world.activeToken(service.world.alice, 'PN-1');
    const shown = await as('theo', 'stock', 'show', tokenId);
    expect(shown.out).toContain('Alice Agard');
    expect(shown.out).toContain(`jeton stock unblock ${tokenId} --slot N`);
    const { json } = await as('theo', '--json', 'stock', 'show', tokenId);
    expect(json).toMatchObject({ token: { id: tokenId, state: 'active' }, holderName: 'Alice Agard' });
  });

  it('is taken back while it is in use where it is a temporary one, and that is shown', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    const temporary = await world.temporaryToken(world.alice, 'PN-1');
    const shown = await as('theo', 'stock', 'show', temporary);
    expect(shown.out).toContain(`jeton stock return ${temporary}\n`);
    expect(shown.out).toMatch(/state +active, temporary\n/);
    const other = (await as('theo', 'stock', 'show', tokenId)).out;
    expect(other).not.toContain('jeton stock return');
    expect(other).not.toContain('temporary');
    const rows = async (name: 'theo' | 'alice', ...command: string[]) =>
      (await as(name, '--lang', 'fr', ...command)).out.split('\n').filter((line) => line.includes('temporaire'));
    expect(await rows('theo', 'stock', 'list')).toEqual([
      expect.stringMatching(new RegExp(`^${temporary} +Actif, temporaire`)),
    ]);
    expect(await rows('alice', 'tokens')).toEqual([expect.stringMatching(new RegExp(`^${temporary} +temporaire`))]);
    const { json } = await as('alice', '--json', 'tokens');
    const told = json['tokens'] as unknown as { id: string; temporary: boolean; notAfter: number }[];
    expect(told.filter((one) => one.temporary).map(({ id }) => id)).toEqual([temporary]);
    const { notAfter } = (await world.reads.find('certificate', { tokenId }))[0]!;
    expect(told.find(({ id }) => id === tokenId)?.notAfter).toBe(notAfter);
    const until = new Date(notAfter).toISOString().slice(0, 10);
    expect((await as('alice', 'tokens')).out).toMatch(new RegExp(`^${tokenId}.*${until}`, 'm'));
    expect((await as('theo', 'stock', 'return', temporary)).code).toBe(0);
    expect(await world.reads.get('token', temporary)).toMatchObject({ state: 'returned' });
  });

  it('is wiped only once its holders were shown and somebody said so', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    await world.flow.revocation.revoke(world.odile, { serial: tokenId, reason: 'left-service' });
    await as('theo', 'stock', 'return', tokenId);
    const asked = await as('theo', 'stock', 'recycle', tokenId, '--slot', '1');
    expect(asked).toMatchObject({ code: 1, err: expect.stringContaining('Alice Agard') });
    expect(await world.reads.get('token', tokenId)).toMatchObject({ state: 'returned' });
    const done = await as('theo', 'stock', 'recycle', tokenId, '--slot', '1', '--yes');
    expect(done).toMatchObject({
      code: 0,
      out: `${tokenId} is wiped and in stock\n`,
      err: expect.stringContaining('Alice Agard'),
    });
    expect(await world.reads.get('token', tokenId)).toMatchObject({ state: 'in_stock' });
  });

  it('is checked where it was set aside, and then in stock', async () => {
    const { world } = service;
    await world.setAside();
    expect((await as('theo', 'stock', 'show', 'B-0001')).out).toContain('jeton stock check B-0001\n');
    expect((await as('theo', '--lang', 'fr', 'stock', 'show', 'B-0001')).out).toMatch(/état +À vérifier/);
    const done = await as('theo', '--json', 'stock', 'check', 'B-0001');
    expect(done).toMatchObject({ code: 0, json: { state: 'in_stock' } });
  });

  it('is scrapped where it was set aside and refuses its SO-PINs', async () => {
    const { world } = service;
    await world.setAside();
    world.twin.tokens.get('1')!.soPin = 'nobody knows';
    const refused = await as('theo', 'stock', 'check', 'B-0001', '--slot', '1');
    expect(refused).toMatchObject({ code: 1, out: 'B-0001 refused and is scrapped\n' });
  });

  it('is bound to another machine, once another operator checked who its holder is', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    await world.flow.record.assign(world.theo, { workstation: 'PN-2', person: 'M-ALICE', reason: 'replacement' });
    const shown = ['--workstation', 'PN-2', '--document', 'passport'];
    const early = await as('theo', 'stock', 'rebind', tokenId, ...shown);
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('nobody else checked the identity') });
    const checked = await as('valerie', 'stock', 'check-holder', tokenId, ...shown);
    expect(checked.out).toBe(`recorded: a technician checks it too and binds ${tokenId} within 30 minutes\n`);
    const command = `jeton stock rebind ${tokenId} --workstation N --document K`;
    expect((await as('theo', 'stock', 'show', tokenId)).out).toContain(command);
    const bound = await as('theo', 'stock', 'rebind', tokenId, ...shown);
    expect(bound).toMatchObject({ code: 0, out: `${tokenId} is bound to PN-2\n` });
    expect((await as('theo', 'stock', 'show', tokenId)).out).toMatch(/workstation +PN-2/);
  });

  it('is proposed for a new PIN, and for destruction; the report prints again', async () => {
    const { world } = service;
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    expect((await as('theo', 'stock', 'unblock', tokenId, '--slot', '1')).out).toMatch(/^proposed as /);
    expect((await as('theo', 'stock', 'show', tokenId)).out).toContain('proposed by Théo Thuillier');
    await as('theo', 'stock', 'scrap', 'B-0005');
    expect((await as('theo', 'stock', 'destroy', 'B-0005')).out).toMatch(/^proposed as /);
    const [proposal] = await world.reads.find('proposal', { act: 'token.destroy', state: 'proposed' });
    await world.flow.dualControl.confirm(world.odile, { proposalId: proposal!.id, argsHash: proposal!.argsHash });
    expect((await as('theo', 'stock', 'report', 'B-0005')).out).toBe('sent to the printer\n');
    expect(world.printed.filter((paper) => paper.kind === 'destruction-report')).toHaveLength(2);
  });

  it('prints a work order', async () => {
    const { world } = service;
    const request = await world.flow.request.submit(world.alice, {
      kind: 'first-issue',
      workstation: 'PN-1',
      priority: 0,
    });
    await world.approve(request.id);
    expect(await as('theo', 'letters', 'paper', request.number)).toMatchObject({
      code: 0,
      out: 'sent to the printer\n',
    });
    expect(world.printed.at(-1)).toMatchObject({ kind: 'work-order', requestNumber: request.number });
  });
});
