import { createHash } from 'node:crypto';
import {
  parseConsistencyProof,
  parseInclusionProof,
  renderConsistencyProof,
  renderInclusionProof,
} from '../../src/journal/proof.ts';
import { createMemoryJournal, smallStory } from './sample.ts';

const broken = expect.objectContaining({ code: 'journal_broken' });
const hashes = ['a', 'b'].map((text) => createHash('sha256').update(text).digest());

describe('proof files', () => {
  let checkpoint: string;
  beforeAll(async () => {
    const j = createMemoryJournal();
    await smallStory(j);
    checkpoint = await j.checkpoint();
  });

  it('carry an entry and its place as C2SP tlog-proof writes them', () => {
    const text = renderInclusionProof({ index: 3, path: hashes, checkpoint, extra: Buffer.from('line') });
    const lines = [
      'c2sp.org/tlog-proof@v1',
      'extra bGluZQ==',
      'index 3',
      ...hashes.map((h) => h.toString('base64')),
      '',
    ];
    expect(text).toBe(`${lines.join('\n')}\n${checkpoint}`);
    expect(parseInclusionProof(text)).toEqual({ index: 3, path: hashes, checkpoint, extra: Buffer.from('line') });
  });

  it('need neither a path nor an extra line', () => {
    const text = renderInclusionProof({ index: 0, path: [], checkpoint });
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`);
    expect(parseInclusionProof(text)).toEqual({ index: 0, path: [], checkpoint });
  });

  it('say from which size on a journal is continued, as a witness takes it', () => {
    const text = renderConsistencyProof({ old: 11, path: hashes, checkpoint });
    expect(text.startsWith('old 11\n')).toBe(true);
    expect(parseConsistencyProof(text)).toEqual({ old: 11, path: hashes, checkpoint });
  });

  it.each([
    ['another header', (t: string) => t.replace('@v1', '@v2')],
    ['no index', (t: string) => t.replace('index 3\n', '')],
    ['an index with a leading zero', (t: string) => t.replace('index 3', 'index 03')],
    ['a negative index', (t: string) => t.replace('index 3', 'index -3')],
    ['an index beyond 2^53', (t: string) => t.replace('index 3', 'index 9007199254740993')],
    ['a hash of another length', (t: string) => t.replace(/\n[A-Za-z0-9+/]{43}=/, '\nAAAA')],
    ['a hash that is no base64', (t: string) => t.replace(/\n[A-Za-z0-9+/]{43}=/, '\n!')],
    ['no checkpoint', (t: string) => t.slice(0, t.indexOf('\n\n'))],
    ['a checkpoint that is none', (t: string) => `${t.slice(0, t.indexOf('\n\n'))}\n\nhello\n`],
    [
      'a path longer than any tree is high',
      (t: string) => t.replace('index 3\n', `index 3\n${`${hashes[0]?.toString('base64')}\n`.repeat(64)}`),
    ],
    ['an extra line that is no base64', (t: string) => t.replace('index 3', 'extra ?\nindex 3')],
  ])('are refused with %s', (_, bend) => {
    const text = renderInclusionProof({ index: 3, path: hashes, checkpoint });
    expect(() => parseInclusionProof(bend(text))).toThrow(broken);
  });

  it('of consistency are refused without their size', () => {
    expect(() => parseConsistencyProof(`old x\n\n${checkpoint}`)).toThrow(broken);
    expect(() => parseConsistencyProof(`\n\n${checkpoint}`)).toThrow(broken);
  });
});
