import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inflated } from '../support/runs/canaries.ts';
import { FROM } from '../support/world/come-in.ts';
import { createService, type Service } from '../support/world/service.ts';
import { newTechnician } from '../support/world/world.ts';

const PASSWORD = 'canari jaune sous la pluie 4711';
/** That of tests/support/world/world.ts, as its file would hold it. */
const KEK = Buffer.alloc(32, 7).toString('base64');
const SO_PIN = 'CANARY-SO-PIN-0815';

/** Every file below a folder, as it stands on disk. */
function filesOf(folder: string): { file: string; content: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return { file, content: readFileSync(file) };
    });
}

describe('a canary password, PIN, SO-PIN, session and API token', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
  });
  afterEach(async () => service.close());

  it('are in no file of the data folder, no log line, no entry and no answer', async () => {
    const { world, door, url } = service;
    const answers: string[] = [];
    const call = async (method: string, route: string, body?: object, token?: string): Promise<string> => {
      const answer = await fetch(`${url}/api/v1${route}`, {
        method,
        headers: {
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      answers.push(text);
      return text;
    };

    // 1. somebody comes in, and gets it wrong as people do: password as login, in a query, in a body that is none
    const personId = await newTechnician(world);
    const { token: link } = await door.identity.invite(world.adele, personId);
    const { code } = await door.identity.vouch(world.olga, personId);
    await door.identity.enrol({ token: link, password: PASSWORD, code }, FROM);
    expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    await call('POST', '/sessions', { login: PASSWORD, password: PASSWORD });
    await call('POST', `/sessions?password=${encodeURIComponent(PASSWORD)}`, {
      login: 'M-NADIA',
      [PASSWORD]: PASSWORD,
    });
    await call('GET', `/people/${encodeURIComponent(PASSWORD)}`, undefined, PASSWORD);
    const { token: session } = await door.identity.signIn({ login: 'M-NADIA', password: PASSWORD }, FROM);
    const me = await door.identity.bySession(session);
    const { token: api } = await door.identity.createApiToken(me!.caller, {
      name: 'n',
      scopes: ['technician'],
      days: 1,
    });

    // 2. a delivery, a token, its letter, a loss
    const delivery = { reference: 'BL-C', model: 'Twin', tokens: [{ serial: 'C-0001', soPin: SO_PIN }] };
    await call('POST', '/deliveries', delivery, session);
    await call('POST', '/deliveries', { ...delivery, extra: SO_PIN }, session);
    const { tokenId } = await world.activeToken(world.alice, 'PN-1');
    const pin = world.twin.tokens.get('1')!.pin!;
    const letter = world.printed.find((paper) => paper.kind === 'pin');
    expect(letter).toMatchObject({ secret: pin }); // it is where it belongs
    await call('GET', '/me', undefined, api);
    await call('GET', `/requests?text=${encodeURIComponent(SO_PIN)}`, undefined, session);
    await world.flow.revocation.reportLoss(world.alice, { serial: tokenId, reason: 'lost' });

    // 3. what leaves: an export with openings, inflated
    const exported = await door.journal.exportZip(world.aurore, { openings: true });
    const archive: Buffer[] = [];
    for await (const part of exported.stream) archive.push(Buffer.from(part as Uint8Array));

    const canaries = { PASSWORD, SO_PIN, session, api, link, pin, kek: KEK };
    const entries: string[] = [];
    for await (const page of world.opened.journal.linesBetween(0, Number.MAX_SAFE_INTEGER)) entries.push(...page);
    const places = [
      ...filesOf(world.opened.folder),
      { file: 'journal', content: Buffer.from(entries.join('\n')) },
      {
        file: 'log',
        content: Buffer.from(service.faults.map(({ error }) => String((error as Error)?.stack)).join('\n')),
      },
      { file: 'answers', content: Buffer.from(answers.join('\n')) },
      { file: 'export', content: Buffer.concat(inflated(Buffer.concat(archive))) },
    ];
    expect(places.length).toBeGreaterThan(4);
    expect(places.at(-1)?.content.length).toBeGreaterThan(10_000);
    expect(entries.length).toBeGreaterThan(20);
    const found = Object.entries(canaries).flatMap(([name, secret]) =>
      places
        // six digits stand in many a number: the PIN is looked for as a word
        .filter(({ content }) =>
          name === 'pin' ? new RegExp(`\\b${secret}\\b`).test(content.toString('latin1')) : content.includes(secret),
        )
        .map(({ file }) => `${name} in ${path.basename(file)}`),
    );
    expect(found).toEqual([]);
  });
});
