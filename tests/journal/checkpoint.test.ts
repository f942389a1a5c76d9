import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { parseCheckpoint, parseVkey, signCheckpoint, verifyCheckpoint, vkeyOf } from '../../src/journal/checkpoint.ts';
import { cosign, parsePolicy, verifyCosignatures } from '../../src/journal/cosignature.ts';
import { parseNote, signNote, verifyNote } from '../../src/journal/note.ts';
import { ORIGIN, otherKey, serviceKey, signerOf } from './sample.ts';

const broken = expect.objectContaining({ code: 'journal_broken' });
const root = createHash('sha256').update('root').digest();

// The key and the note of golang.org/x/mod/sumdb/note, whose format C2SP signed-note wrote down.
const GO = {
  vkey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  seed: Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1),
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

describe('signed notes against the published vector', () => {
  it('verifies it under its key', () => {
    const note = parseNote(`${GO.text}\n${GO.line}`);
    expect(note.text).toBe(GO.text);
    expect(() => verifyNote(note, parseVkey(GO.vkey))).not.toThrow();
  });

  it('signs it again, octet for octet', async () => {
    const signer = signerOf('PeterNeumann', GO.seed);
    expect(signer.vkey).toBe(GO.vkey);
    expect(await signNote(GO.text, signer)).toBe(`${GO.text}\n${GO.line}`);
  });

  it('refuses every key with a character changed or missing', () => {
    for (let i = 0; i < GO.vkey.length; i += 1) {
      const bent = `${GO.vkey.slice(0, i)}${String.fromCharCode(GO.vkey.charCodeAt(i) + 1)}${GO.vkey.slice(i + 1)}`;
      expect(() => parseVkey(bent)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
      expect(() => parseVkey(GO.vkey.slice(0, i))).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
  });

  it('splits a text with empty lines at the last of them', async () => {
    const text = 'Ognuno sta solo sul cuor della terra\n\ned è subito sera.\n';
    const signer = signerOf('quasimodo.example', root);
    const note = parseNote(await signNote(text, signer));
    expect(note.text).toBe(text);
    expect(() => verifyNote(note, parseVkey(signer.vkey))).not.toThrow();
  });
});

describe('a checkpoint', () => {
  it('is three lines, a blank one and the signature', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    const [origin, size, hash, blank, signature, end, ...more] = note.split('\n');
    expect([origin, size, hash, blank, end, more.length]).toEqual([ORIGIN, '30', root.toString('base64'), '', '', 0]);
    expect(signature).toMatch(new RegExp(`^— ${ORIGIN} [A-Za-z0-9+/]+=*$`));
    expect(verifyCheckpoint(note, serviceKey.vkey)).toEqual({ origin: ORIGIN, size: 30, root });
  });

  it('reads the published example, whose key nobody here has', () => {
    const text =
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';
    expect(parseCheckpoint(text)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163 });
    expect(() => verifyCheckpoint(text, serviceKey.vkey)).toThrow(broken);
  });

  it('is refused under any other key, and with any character changed', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    expect(() => verifyCheckpoint(note, otherKey.vkey)).toThrow(broken);
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.string({ minLength: 0, maxLength: 2 }), (place, by) => {
        const bent = note.slice(0, place) + by + note.slice(place + 1);
        if (bent !== note) expect(() => verifyCheckpoint(bent, serviceKey.vkey)).toThrow(broken);
      }),
    );
  });

  it('may bear the signatures of others, but none of its key that does not fit', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    const other = (await signNote(parseNote(note).text, otherKey)).split('\n\n')[1];
    expect(verifyCheckpoint(`${note}${other}`, serviceKey.vkey).size).toBe(30);
    const bad = note
      .split('\n\n')[1]
      ?.replace(/(.)=*\n$/, (end) => (end.startsWith('A') ? `B${end.slice(1)}` : `A${end.slice(1)}`));
    expect(() => verifyCheckpoint(`${note}${bad}`, serviceKey.vkey)).toThrow(broken);
  });

  it.each([
    ['no text', ''],
    ['no signature', `${ORIGIN}\n1\n${root.toString('base64')}\n`],
    ['a size with a leading zero', `${ORIGIN}\n01\n${root.toString('base64')}\n\n${GO.line}`],
    ['a size above 2^53', `${ORIGIN}\n9007199254740993\n${root.toString('base64')}\n\n${GO.line}`],
    ['a short root', `${ORIGIN}\n1\nAAAA\n\n${GO.line}`],
    ['a fourth line', `${ORIGIN}\n1\n${root.toString('base64')}\nmore\n\n${GO.line}`],
    ['an origin with a space', `a b\n1\n${root.toString('base64')}\n\n${GO.line}`],
    ['a carriage return', `${ORIGIN}\r\n1\n${root.toString('base64')}\n\n${GO.line}`],
    ['a signature that is no base64', `${ORIGIN}\n1\n${root.toString('base64')}\n\n— a b\n`],
    ['a hyphen for the dash', `${ORIGIN}\n1\n${root.toString('base64')}\n\n${GO.line.replace('—', '-')}`],
    ['megabytes', 'x'.repeat(2_000_000)],
  ])('is none with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(broken);
  });

  it('is not signed for an origin that no note can carry', () => {
    for (const origin of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b']) {
      expect(() => signCheckpoint({ origin, size: 1, root }, serviceKey)).toThrow(
        expect.objectContaining({ code: 'internal' }),
      );
      expect(() => vkeyOf(origin, root)).toThrow(expect.objectContaining({ code: 'internal' }));
    }
  });
});

describe('witnesses', () => {
  const [one, two] = [signerOf('witness.example/w1', root), signerOf('witness.example/w2', Buffer.alloc(32, 2))];
  const vkeys = [one, two].map((w) => vkeyOf(w.name, w.publicKey, 4));
  const policy = (quorum: number, witnesses = vkeys) =>
    parsePolicy(JSON.stringify({ witnesses, quorum, note: 'for people' }));

  it('are counted when their cosignatures fit', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    const both = note + (await cosign(note, 1_679_315_147, one)) + (await cosign(note, 1_679_315_148, two));
    expect(verifyCosignatures(both, policy(2))).toBe(2);
    expect(verifyCosignatures(note + (await cosign(note, 1, one)), policy(1))).toBe(1);
    expect(verifyCheckpoint(both, serviceKey.vkey).size).toBe(30);
  });

  it('are too few without a quorum, and one counts once', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    expect(() => verifyCosignatures(note, policy(1))).toThrow(broken);
    const twice = note + (await cosign(note, 1, one)) + (await cosign(note, 2, one));
    expect(() => verifyCosignatures(twice, policy(2))).toThrow(broken);
    expect(() => verifyCosignatures(twice, policy(2, [vkeys[0] ?? '', vkeys[0] ?? '']))).toThrow(broken);
  });

  it('are not believed for another checkpoint or another time', async () => {
    const note = await signCheckpoint({ origin: ORIGIN, size: 30, root }, serviceKey);
    const other = await signCheckpoint({ origin: ORIGIN, size: 31, root }, serviceKey);
    const line = await cosign(other, 1, one);
    expect(() => verifyCosignatures(note + line, policy(0))).toThrow(broken);
  });

  it.each(['[]', 'null', '{"quorum":-1}', '{"witnesses":["nobody"]}', `{"witnesses":["${serviceKey.vkey}"]}`, '{'])(
    'are named by no policy such as %s',
    (text) => {
      expect(() => parsePolicy(text)).toThrow(broken);
    },
  );
});
