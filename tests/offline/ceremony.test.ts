import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { drawnLines } from '../post/papers.ts';
import { type CeremonyHall, openCeremonyHall, PASSPHRASE } from '../support/ceremony-hall.ts';

describe('jeton ca', () => {
  let hall: CeremonyHall;
  beforeEach(async () => {
    hall = await openCeremonyHall();
  });
  afterEach(() => hall.remove());
  const hold = (...args: Parameters<CeremonyHall['hold']>): Promise<number> => hall.hold(...args);

  it('goes from the evaluation to a real CA, and leaves a report that names fingerprints and people', async () => {
    expect([await hold('ceremony'), hall.said().split('\n').at(-2)]).toEqual([
      0,
      `jeton: print and sign ${hall.report}, take the root away, then start the service`,
    ]);
    const text = execFileSync('pdftotext', ['-layout', hall.report, '-'], { encoding: 'utf8' });
    const root = /Root ([0-9a-f]{64})/.exec(hall.said())![1]!;
    const issuing = [...hall.said().matchAll(/issuing CA (\S+) \((token|nomade)\) ([0-9a-f]{64})/g)];
    expect(issuing.map(([, , purpose]) => purpose)).toEqual(['token', 'nomade']);
    for (const word of ['Procès-verbal', 'Olivier Faure', 'Adèle Roux']) expect(text).toContain(word);
    const drawn = drawnLines(readFileSync(hall.report));
    expect(drawn).toContain('Racine\u202f: clé, fin');
    expect(drawn.join('\n')).toContain('n°\u00a01');
    expect(drawn.filter((line) => / [:;!?»]/.test(line))).toEqual([]);
    const groups = [...text.matchAll(/(?:\b[0-9a-f]{4}\b ?){8}/g)].map(([line]) => line.replaceAll(' ', '')).join('');
    expect(groups).toBe([root, ...issuing.map(([, , , sha256]) => sha256)].join(''));
    rmSync(join(hall.folder, 'usb'), { recursive: true });
    await (await hall.open()).close();
    const lines = hall.journal();
    expect(lines.filter(({ action }) => action.startsWith('ca.')).map(({ action }) => action)).toEqual([
      'ca.begin',
      'ca.ceremony',
    ]);
    expect(lines.findLast(({ action }) => action === 'service.start')!.line).toContain('"evaluation":false');
    expect(lines.map(({ line }) => line).join('')).not.toContain(PASSPHRASE);
  });

  it('renews, signs the CRL, revokes – each time with the root brought again', async () => {
    await hold('ceremony');
    expect(await hold('renew', ['--for', 'token'])).toBe(0);
    expect(await hold('renew', ['--for', 'nomade'])).toBe(0);
    expect(await hold('root-crl')).toBe(0);
    const [token = '', nomade = ''] = [...hall.said().matchAll(/jeton: issuing CA (\S+)/g)].map(([, id]) => id);
    expect(await hold('revoke', ['--ca', token])).toBe(0);
    expect(await hold('revoke', ['--ca', nomade])).toBe(0);
    expect(await hold('revoke', ['--ca', token])).toBe(1);
    expect(hall.said()).toContain('revoked already');
    expect(readdirSync(join(hall.folder, 'usb')).sort()).toEqual(['kek.json', expect.stringMatching(/^root-/)]);
    expect(readFileSync(join(hall.folder, 'usb', 'kek.json'), 'utf8')).toContain('argon2');
  });

  it.each<[string, () => Promise<number>, string]>([
    ['one password is wrong', () => hold('ceremony', [], { prompt: async () => 'faux faux faux faux' }), 'do not fit'],
    ['one person is both', () => hold('ceremony', ['--administrator', 'officer']), 'no administrator'],
    [
      'the root is in the data folder',
      () => hold('ceremony', [], { place: ['--root-dir', join(hall.folder, 'data', 'root')] }),
      'kept apart',
    ],
    [
      'there is no address',
      () => {
        delete hall.env['JETON_PKI_URL'];
        return hold('ceremony');
      },
      'JETON_PKI_URL',
    ],
    ['no root was made', () => hold('renew', ['--for', 'token']), 'not the root of this service'],
  ])('is refused when %s', async (_, attempt, says) => {
    expect(await attempt()).toBe(1);
    expect(hall.said()).toContain(says);
  });

  it.each<[string, () => Promise<number>, string]>([
    ['nobody says which CA is renewed', () => hold('renew'), '--for token | nomade'],
    ['the CA to be renewed is none of ours', () => hold('renew', ['--for', 'mail']), '--for token | nomade'],
    ['the act is unknown', () => hold('dance'), '"dance" is no act'],
  ])('is not understood when %s', async (_, attempt, says) => {
    expect(await attempt()).toBe(2);
    expect(hall.said()).toContain(says);
  });

  it('is refused while the service runs', async () => {
    const app = await hall.open();
    expect(await hold('ceremony')).toBe(1);
    expect(hall.said()).toContain('another instance uses the data folder');
    await app.close();
  });
});
