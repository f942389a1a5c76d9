import { createWriteStream, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import yazl from 'yazl';
import { unpack, unpackExport } from '../../src/cli/unpack.ts';
import { createService, type Service, terminals } from './terminal.ts';

describe('the auditor on the command line', () => {
  let service: Service;
  let folder: string;
  beforeEach(async () => {
    service = await createService();
    folder = mkdtempSync(join(tmpdir(), 'jeton-cli-'));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await service.close();
  });
  const { as, run } = terminals(() => service);

  it('tells an export to a SIEM in its own words', async () => {
    const dir = join(folder, 'export');
    await as('aurore', 'journal', 'export', dir);
    const lines = readFileSync(join(dir, 'journal.ndjson'), 'utf8').trim().split('\n');
    const ecs = await run('anybody', ['journal', 'events', dir]);
    const events = ecs.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map((e) => e.event.sequence)).toEqual(lines.map((_, i) => i));
    expect(events.at(-1)).toMatchObject({ event: { action: 'journal.export', outcome: 'success' } });
    const cef = await run('anybody', ['journal', 'events', dir, '--format', 'cef']);
    expect(cef.out.trim().split('\n')).toHaveLength(lines.length);
    expect(cef.out).toMatch(/^CEF:0\|Jeton\|Jeton\|export\|/);
  });

  it('exports the journal and verifies it without the service', async () => {
    const dir = join(folder, 'export');
    const { out: checkpoint, err } = await as('aurore', 'journal', 'checkpoint');
    expect(err).toBe(`key  ${service.vkey}\n`);
    writeFileSync(join(folder, 'kept'), checkpoint);
    const exported = await as('aurore', 'journal', 'export', dir);
    expect(exported).toMatchObject({ code: 0, out: expect.stringContaining(`files in ${dir}`) });
    expect(readdirSync(dir)).toEqual(
      expect.arrayContaining(['MANIFEST', 'checkpoint', 'journal.ndjson', 'policy.json', 'vkey']),
    );
    const nowhere = { env: { JETON_URL: 'http://127.0.0.1:1' } };
    const verified = await run(
      'anybody',
      ['journal', 'verify', dir, '--vkey', service.vkey, '--previous', join(folder, 'kept'), '--json'],
      nowhere,
    );
    expect(verified).toMatchObject({ code: 0, err: '', json: { keyFrom: 'caller', ranged: false } });
    const lines = readFileSync(join(dir, 'journal.ndjson'), 'utf8').trim().split('\n');
    expect(verified.json['size']).toBe(lines.length);
    expect(lines.at(-1)).toContain('"action":"journal.export"');
    const unsure = await run('anybody', ['journal', 'verify', dir], nowhere);
    expect(unsure).toMatchObject({ code: 4, err: expect.stringContaining('consistent in itself, and no more') });
    expect(await run('anybody', ['journal', 'verify', dir, '--vkey', 'nonsense'], nowhere)).toMatchObject({ code: 1 });
  });

  it('says of a folder that is not there that it is not there, and of no broken journal', async () => {
    const missing = await run('anybody', ['journal', 'verify', join(folder, 'nowhere'), '--vkey', service.vkey]);
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there is no such folder') });
  });

  it('says what is broken, and where', async () => {
    const dir = join(folder, 'export');
    await as('aurore', 'journal', 'export', dir);
    const file = join(dir, 'journal.ndjson');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"role":"administrator"', '"role":"technician"'));
    const broken = await run('anybody', ['journal', 'verify', dir, '--vkey', service.vkey, '--json']);
    expect(broken).toMatchObject({ code: 1, json: { broken: expect.any(String), step: expect.any(String) } });
  });

  it('searches, and the search is an entry', async () => {
    const found = await as('aurore', 'journal', 'search', '--action', 'stock.receive');
    expect(found.out).toMatch(/stock\.receive\s+done\s+technician/);
    expect(await service.newest()).toMatchObject({ action: 'journal.read', actor: service.world.aurore.personId });
    expect(await as('alice', 'journal', 'search')).toMatchObject({
      code: 1,
      err: 'jeton: none of your roles may do this\n',
    });
  });

  it('has the tables compared with the journal, and ends otherwise when something differs', async () => {
    const whole = await as('odile', 'journal', 'compare');
    expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/differences\s+0/) });
    const { path } = service.world.opened;
    const db = new Database(path);
    db.exec(`update "workstation" set "site" = 'Ailleurs' where "assetNumber" = 'PN-2'`);
    const id = db.prepare(`select "id" from "workstation" where "assetNumber" = 'PN-2'`).pluck().get();
    db.close();
    const told = await as('odile', 'journal', 'compare', '--json');
    expect(told).toMatchObject({ code: 1, json: { known: [{ table: 'workstation', id, kind: 'different' }] } });
    const french = await as('odile', '--lang', 'fr', 'journal', 'compare');
    expect(french.out).toMatch(new RegExp(`workstation:${id}\\s+Modifié`));
    expect(french.out).not.toContain('Ailleurs');
    expect(await as('thomas', 'journal', 'compare')).toMatchObject({ code: 1, out: '' });
  });

  it('exports into an empty folder only', async () => {
    writeFileSync(join(folder, 'mine'), 'x');
    expect(await as('aurore', 'journal', 'export', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not empty'),
    });
  });
});

describe('a ZIP from anywhere', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jeton-zip-'));
    mkdirSync(join(folder, 'out'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const out = () => join(folder, 'out');
  /** A ZIP with these names; yazl refuses bad ones, so a good one of the same length is written over. */
  const zip = async (names: Record<string, string>): Promise<string> => {
    const made = new yazl.ZipFile();
    const swaps: [string, string][] = [];
    for (const [name, content] of Object.entries(names)) {
      const stand = `${swaps.length}`.padEnd(Buffer.byteLength(name), 'x');
      swaps.push([stand, name]);
      made.addBuffer(Buffer.from(content), stand, { compress: false });
    }
    made.end();
    const file = join(folder, 'a.zip');
    await pipeline(made.outputStream, createWriteStream(file));
    let text = readFileSync(file, 'latin1');
    for (const [stand, name] of swaps) text = text.replaceAll(stand, Buffer.from(name).toString('latin1'));
    writeFileSync(file, Buffer.from(text, 'latin1'));
    return file;
  };

  it('is unpacked where it belongs', async () => {
    expect(await unpack(await zip({ 'export/journal.ndjson': '{}', 'export/MANIFEST': 'm' }), out())).toEqual([
      'MANIFEST',
      'journal.ndjson',
    ]);
    expect(readFileSync(join(out(), 'MANIFEST'), 'utf8')).toBe('m');
  });

  it.each([
    '../evil',
    'export/../../evil',
    '/etc/evil',
    'export/sub/evil',
    'export\\..\\evil',
    'export/.evil',
    'evil',
    'export/',
    'C:/evil',
    'export/é',
  ])('with %j is refused, and nothing lies outside', async (name) => {
    await expect(unpack(await zip({ [name]: 'x' }), out())).rejects.toMatchObject({ code: 'invalid_input' });
    expect(readdirSync(out())).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['a.zip', 'out']);
  });

  it('with a name twice, or that is none, is refused', async () => {
    const once = await zip({ 'export/a': '1', 'export/b': '2' });
    writeFileSync(once, Buffer.from(readFileSync(once, 'latin1').replaceAll('export/b', 'export/a'), 'latin1'));
    await expect(unpack(once, out())).rejects.toMatchObject({ code: 'invalid_input' });
    writeFileSync(once, 'not a zip');
    await expect(unpack(once, out())).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('leaves no download behind when it fails', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('jeton-download-')).length;
    const attempt = unpackExport(join(folder, 'new'), async (file) => writeFileSync(file, 'not a zip'));
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_input' });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('jeton-download-')).length).toBe(before);
  });
});
