import { createStatusServer, type StatusServer } from '../../../src/ca/status/status-server.ts';
import { createWorld, run, type World } from '../../ca/evaluation.ts';
import { mutants } from './mutations.ts';
import { throwAt } from './throw.ts';
import { exchange, framed, inTarget } from './wire.ts';

const TYPE = 'application/ocsp-request';

describe('the listener of OCSP', () => {
  let world: World;
  let server: StatusServer;
  let port: number;
  let questions: Buffer[];
  beforeAll(async () => {
    world = await createWorld();
    server = createStatusServer({ clock: world.clock });
    ({ port } = await server.listen(0, '127.0.0.1'));
    server.serve(world.ca);
    const issuer = world.pem('issuing.pem', 'CERTIFICATE', world.ca.issuingCertificate());
    const certificate = world.pem('a.pem', 'CERTIFICATE', (await world.issue()).der);
    questions = ['-no_nonce', '-nonce', '-sha256'].map((how) => {
      run('openssl', ['ocsp', '-issuer', issuer, how, '-cert', certificate, '-reqout', `${world.folder}/request`]);
      return Buffer.from(world.read('request'));
    });
  });
  afterAll(async () => {
    await server.close();
    world.remove();
  });

  /** `good`, what else OCSP says, or the status of HTTP; a fault of ours, or no answer at all, fails. */
  const ask = async (octets: Buffer): Promise<string> => {
    const { text, hung } = await exchange({ port }, octets);
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
    if (hung || status === 0 || status >= 500) throw new Error(`${hung ? 'no' : status} answer`);
    if (status !== 200) return String(status);
    const body = Buffer.from(text.slice(text.indexOf('\r\n\r\n') + 4), 'latin1');
    // OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED, … } (RFC 6960 4.2.1)
    const at = body[1] === 0x82 ? 4 : body[1] === 0x81 ? 3 : 2;
    if (body[0] !== 0x30 || body[at] !== 0x0a) throw new Error('an answer that is no OCSP');
    if (body[at + 2] === 2) throw new Error('internalError');
    return body[at + 2] === 0 ? 'answered' : 'malformedRequest';
  };

  it('answers whatever is posted: the question, malformedRequest, or too large', async () => {
    const seen = await throwAt(
      'OCSP by POST',
      mutants(questions),
      (body) => ask(framed('POST', '/ocsp', [['Content-Type', TYPE]], body)),
      { atOnce: 10 },
    );
    for (const word of ['answered', 'malformedRequest']) expect(seen.get(word) ?? 0).toBeGreaterThan(0);
  });

  it('answers whatever is asked by GET', async () => {
    const base64 = questions.flatMap((q) => [q.toString('base64'), encodeURIComponent(q.toString('base64'))]);
    const seen = await throwAt(
      'OCSP by GET',
      mutants(base64.map((text) => `/ocsp/${text}`)),
      (target) => ask(framed('GET', inTarget(target) || '/', [])),
      { atOnce: 10 },
    );
    for (const word of ['answered', 'malformedRequest']) expect(seen.get(word) ?? 0).toBeGreaterThan(0);
    expect(world.faults).toEqual([]);
  });
});
