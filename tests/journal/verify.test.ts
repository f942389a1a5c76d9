import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vkeyOf } from '../../src/journal/checkpoint.ts';
import { cosign } from '../../src/journal/cosignature.ts';
import { type ExportSource, writeExport } from '../../src/journal/export.ts';
import { type Rules, verifyExport } from '../../src/journal/verify.ts';
import {
  ANYTHING,
  createMemoryJournal,
  type MemoryJournal,
  otherKey,
  read,
  scratch,
  serviceKey,
  signerOf,
  smallStory,
  tamper,
} from './sample.ts';

const { vkey } = serviceKey;
const broken = (step: string, seq: number | null) => ({ code: 'journal_broken', detail: { step, seq } });

/** Adds an empty file that MANIFEST lists. */
function add(dir: string, name: string): void {
  writeFileSync(join(dir, name), '');
  tamper(dir, name, (text) => text);
}

async function exported(more: Parameters<MemoryJournal['source']>[0] = {}, story = smallStory) {
  const j = createMemoryJournal();
  await story(j);
  const dir = scratch();
  const source = await j.source(more);
  await writeExport(dir, source);
  return { j, dir, source };
}

describe('verifying a whole export', () => {
  it('proves a journal under a key and a checkpoint that were kept', async () => {
    const { j, dir } = await exported({ openly: true });
    const verdict = await verifyExport(dir, { vkey, previous: await j.checkpoint(11), rules: ANYTHING });
    expect(verdict).toEqual({
      origin: 'jeton.example/journal',
      size: 30,
      root: (await j.checkpoint()).split('\n')[2],
      vkey,
      keyFrom: 'caller',
      consistentWith: { size: 11, root: (await j.checkpoint(11)).split('\n')[2], from: 'caller' },
      ranged: false,
      from: 0,
      to: 30,
      counts: { entries: 30, done: 28, refused: 2, failed: 0, witnesses: 0, commitments: 18, opened: 18 },
    });
  });

  it('says so when the key came from the export itself', async () => {
    const { dir } = await exported();
    expect(await verifyExport(dir, { rules: ANYTHING })).toMatchObject({ keyFrom: 'export', ranged: false });
  });

  it('takes the checkpoint that the export continues, when the caller kept none', async () => {
    const j = createMemoryJournal();
    await smallStory(j);
    for (const size of [0, 1, 16, 29]) {
      const dir = scratch();
      await writeExport(dir, await j.source({ previous: { checkpoint: await j.checkpoint(size) } }));
      expect(await verifyExport(dir, { vkey, rules: ANYTHING })).toMatchObject({
        consistentWith: { size, from: 'export' },
      });
    }
  });

  it('takes any checkpoint that was kept, from the empty journal to this one', async () => {
    const { j, dir } = await exported();
    for (let size = 0; size <= 30; size += 1) {
      const previous = await j.checkpoint(size);
      expect(await verifyExport(dir, { vkey, previous, rules: ANYTHING })).toMatchObject({ consistentWith: { size } });
    }
  });

  it('holds when openings were purged, and counts what is left', async () => {
    const { j, dir } = await exported({ openly: true });
    expect(j.openings.length).toBe(18);
    tamper(dir, 'openings.ndjson', (text) =>
      text
        .split('\n')
        .filter((line) => !line.includes('person:theo'))
        .join('\n'),
    );
    const { counts } = await verifyExport(dir, { vkey, rules: ANYTHING });
    expect(counts).toMatchObject({ commitments: 18, opened: 15 });
  });

  it('counts witnesses, and refuses fewer than the policy asks for', async () => {
    const witness = signerOf('witness.example/w1', Buffer.alloc(32, 7));
    const policy = JSON.stringify({ quorum: 1, witnesses: [vkeyOf(witness.name, witness.publicKey, 4)] });
    const { dir } = await exported({ policy });
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('cosignatures', null));
    const line = await cosign(read(dir, 'checkpoint'), 1_800_000_000, witness);
    tamper(dir, 'checkpoint', (note) => note + line);
    expect((await verifyExport(dir, { vkey, rules: ANYTHING })).counts.witnesses).toBe(1);
  });

  it('says which entry was not done by the book', async () => {
    const { dir } = await exported();
    const strict: Rules = {
      start: () => ({ entry: (e) => (e.action === 'letter.print' ? 'nobody prints on a Tuesday' : undefined) }),
    };
    const thrown = verifyExport(dir, { vkey, rules: strict });
    await expect(thrown).rejects.toMatchObject({ ...broken('rules', 13), message: 'nobody prints on a Tuesday' });
  });

  it('starts the rules anew for every export', async () => {
    const { dir } = await exported();
    let judged = 0;
    const counting: Rules = {
      start: () => {
        judged = 0;
        return {
          entry: () => {
            judged += 1;
            return undefined;
          },
        };
      },
    };
    for (const _ of [1, 2]) {
      const { size } = await verifyExport(dir, { vkey, rules: counting });
      expect(judged).toBe(size);
    }
  });
});

describe('an export that does not verify', () => {
  const cases: [string, (dir: string, j: MemoryJournal) => unknown, string, number | null][] = [
    ['no folder', (dir) => rmSync(dir, { recursive: true }), 'files', null],
    ...(['checkpoint', 'vkey', 'journal.ndjson', 'MANIFEST'] as const).map(
      (name): [string, (dir: string) => unknown, string, number | null] => [
        `no ${name}`,
        (dir) => rmSync(join(dir, name)),
        'files',
        null,
      ],
    ),
    ['another vkey', (dir) => tamper(dir, 'vkey', () => otherKey.vkey), 'signature', null],
    ['a vkey that is none', (dir) => tamper(dir, 'vkey', () => 'key'), 'signature', null],
    ['a checkpoint that is none', (dir) => tamper(dir, 'checkpoint', () => 'hello'), 'signature', null],
    [
      'a checkpoint over another size',
      (dir) => tamper(dir, 'checkpoint', (t) => t.replace('\n30\n', '\n29\n')),
      'signature',
      null,
    ],
    [
      'an earlier checkpoint',
      async (dir, j) =>
        tamper(
          dir,
          'checkpoint',
          (
            (t) => () =>
              t
          )(await j.checkpoint(29)),
        ),
      'size',
      29,
    ],
    ['an edited line', (dir) => tamper(dir, 'journal.ndjson', (t) => t.replace('"PREF-33"', '"PREF-34"')), 'root', 0],
    ['a deleted line', (dir) => tamper(dir, 'journal.ndjson', without(12)), 'sequence', 12],
    ['the last line deleted', (dir) => tamper(dir, 'journal.ndjson', without(29)), 'size', 29],
    [
      'a line behind the last',
      (dir) =>
        appendFileSync(
          join(dir, 'journal.ndjson'),
          read(dir, 'journal.ndjson').split('\n')[29]?.replace('"seq":29', '"seq":30').concat('\n') ?? '',
        ),
      'size',
      30,
    ],
    ['half a line at the end', (dir) => tamper(dir, 'journal.ndjson', (t) => t.slice(0, -5)), 'entry', 29],
    ['an empty line', (dir) => tamper(dir, 'journal.ndjson', (t) => t.replace('\n', '\n\n')), 'entry', 1],
    [
      'a line that is no UTF-8',
      (dir) =>
        writeFileSync(
          join(dir, 'journal.ndjson'),
          Buffer.from(`${read(dir, 'journal.ndjson').slice(0, 50)}\xff\n`, 'latin1'),
        ),
      'entry',
      0,
    ],
    ['a line of megabytes', (dir) => writeFileSync(join(dir, 'journal.ndjson'), 'x'.repeat(3_000_000)), 'entry', 0],
    ['a file changed without MANIFEST', (dir) => writeFileSync(join(dir, 'LISEZMOI'), 'trust me'), 'manifest', null],
    [
      'a file that MANIFEST does not list',
      (dir) => writeFileSync(join(dir, 'consistency.proof'), ''),
      'manifest',
      null,
    ],
    [
      'a MANIFEST that points elsewhere',
      (dir) => appendFileSync(join(dir, 'MANIFEST'), `${'0'.repeat(64)}  ../passwd\n`),
      'files',
      null,
    ],
    [
      'a MANIFEST that lists a file twice',
      (dir) => appendFileSync(join(dir, 'MANIFEST'), `${'0'.repeat(64)}  vkey\n`),
      'files',
      null,
    ],
    ['no policy.json', (dir) => rmSync(join(dir, 'policy.json')), 'manifest', null],
    ['another policy', (dir) => tamper(dir, 'policy.json', () => '{}'), 'policy', 29],
    ['a policy of megabytes', (dir) => tamper(dir, 'policy.json', () => ' '.repeat(2_000_000)), 'files', null],
    ['openings that were not recorded', (dir) => add(dir, 'openings.ndjson'), 'openings', 29],
    [
      'openings that MANIFEST does not list',
      (dir) => writeFileSync(join(dir, 'openings.ndjson'), ''),
      'manifest',
      null,
    ],
    ['half of a consistency proof', (dir) => add(dir, 'consistency.proof'), 'consistency', null],
  ];
  it.each(cases)('is found out with %s', async (_, bend, step, seq) => {
    const { j, dir } = await exported();
    await bend(dir, j);
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken(step, seq));
  });

  it('is found out when the key that signed it is not the one to trust', async () => {
    const { dir } = await exported();
    await expect(verifyExport(dir, { vkey: otherKey.vkey, rules: ANYTHING })).rejects.toMatchObject(
      broken('signature', null),
    );
    await expect(verifyExport(dir, { vkey: 'hunter2', rules: ANYTHING })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it('is found out when a journal was signed that is out of order, or older than itself', async () => {
    const behind = async (j: MemoryJournal) => {
      await smallStory(j);
      const line = j.lines[3] ?? '';
      await j.addLine(line);
    };
    const { dir } = await exported({}, behind);
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('sequence', 29));
    const late = async (j: MemoryJournal) => {
      await smallStory(j);
      await j.addLine((j.lines[28] ?? '').replace('"seq":28', '"seq":29').replace('2026-11-24', '2025-11-24'));
    };
    const second = await exported({}, late);
    await expect(verifyExport(second.dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('sequence', 29));
  });

  it('is found out when its last entry records no export', async () => {
    const { j, dir, source } = await exported();
    await j.append('thomas', 'stock.count', []);
    tamper(dir, 'journal.ndjson', () => `${j.lines.join('\n')}\n`);
    const checkpoint = await j.checkpoint();
    tamper(dir, 'checkpoint', () => checkpoint);
    expect(source.size).toBe(30);
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('policy', null));
  });
});

describe('a checkpoint that was kept', () => {
  const kept = async (previous: string) => {
    const { dir } = await exported();
    return verifyExport(dir, { vkey, previous, rules: ANYTHING });
  };

  it('finds out a journal that was cut behind it and signed again', async () => {
    const long = createMemoryJournal();
    await smallStory(long);
    await smallStory(long);
    await expect(kept(await long.checkpoint(40))).rejects.toMatchObject(broken('consistency', 30));
  });

  it('finds out a journal that was rewritten before it and signed again', async () => {
    const true_ = createMemoryJournal();
    await true_.append('bruno', 'request.submit', []);
    await smallStory(true_);
    await expect(kept(await true_.checkpoint(20))).rejects.toMatchObject(broken('consistency', 0));
  });

  it('has to be of the same key and the same journal', async () => {
    const other = createMemoryJournal(otherKey);
    await smallStory(other);
    await expect(kept(await other.checkpoint(3))).rejects.toMatchObject(broken('consistency', null));
    const second = createMemoryJournal({ ...serviceKey, name: 'jeton.example/journal/2' });
    await smallStory(second);
    await expect(kept(await second.checkpoint(3))).rejects.toMatchObject(broken('consistency', null));
  });

  it('that is none, as a damaged file, says nothing of the export: it is refused', async () => {
    const { j } = await exported();
    const good = await j.checkpoint(11);
    for (const text of ['hello', '', good.slice(0, 40), good.replace('\n11\n', '\neleven\n')])
      await expect(kept(text)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(/you kept holds none/),
      });
  });

  it('narrows down where a line was edited', async () => {
    const { j, dir } = await exported();
    tamper(dir, 'journal.ndjson', (text) => text.replace('"PN-2"', '"PN-9"'));
    const thrown = verifyExport(dir, { vkey, previous: await j.checkpoint(11), rules: ANYTHING });
    await expect(thrown).rejects.toMatchObject(broken('root', 11));
  });
});

describe('the consistency proof that an export brings', () => {
  it.each([
    ['another size', 'consistency.proof', (t: string) => t.replace('old 11', 'old 12')],
    ['no path', 'consistency.proof', (t: string) => `old 11\n${t.slice(t.indexOf('\n\n') + 1)}`],
    ['another hash', 'consistency.proof', (t: string) => t.replace(/\n.{43}=/, `\n${'!'.repeat(43)}=`)],
    ['another previous checkpoint', 'previous-checkpoint', (t: string) => t.replace('\n11\n', '\n12\n')],
  ])('is found out with %s', async (_, name, bend) => {
    const j = createMemoryJournal();
    await smallStory(j);
    const dir = scratch();
    await writeExport(dir, await j.source({ previous: { checkpoint: await j.checkpoint(11) } }));
    tamper(dir, name, bend);
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('consistency', null));
  });
});

describe('openings', () => {
  it.each([
    ['another value', (t: string) => t.replace('Alice', 'Malice'), 0],
    ['another salt', (t: string) => t.replace(/"salt":"./, '"salt":"-'), 0],
    ['another column', (t: string) => t.replace('"givenName"', '"familyName"'), 0],
    ['another row', (t: string) => t.replace('person:alice', 'person:bruno'), 0],
    ['another entry', (t: string) => t.replace('"seq":0', '"seq":1'), 1],
    ['an entry that does not exist', (t: string) => t.replace('"seq":0', '"seq":99'), 99],
    ['another order', (t: string) => t.split('\n').slice(0, -1).reverse().join('\n').concat('\n'), null],
    ['something else in them', (t: string) => t.replace('"seq"', '"sequence"'), null],
    ['a salt of another length', (t: string) => t.replace(/"salt":"[^"]*"/, `"salt":"${'!'.repeat(43)}"`), 0],
    ['the same one twice, under an entry that has gone by', (t: string) => `${t}${t.split('\n')[0]}\n`, 0],
  ])('are found out with %s', async (_, bend, seq) => {
    const { dir } = await exported({ openly: true });
    tamper(dir, 'openings.ndjson', bend);
    const expected = seq === null ? { code: 'journal_broken' } : broken('openings', seq);
    await expect(verifyExport(dir, { vkey, rules: ANYTHING })).rejects.toMatchObject(expected);
  });
});

/** A journal of twelve entries and the one that records its export. */
async function twelveEntries(more: Parameters<MemoryJournal['source']>[0] = {}): Promise<ExportSource> {
  const j = createMemoryJournal();
  await j.append('system', 'journal.open', []);
  for (let i = 1; i < 12; i += 1) await j.append('thomas', 'stock.count', []);
  return j.source(more);
}

describe('verifying a range', () => {
  const range = { from: 5, to: 21 };
  const strict: Rules = { start: () => ({ entry: () => 'a range tells too little to be judged' }) };

  it('proves that its lines are whole and in their place, and no more', async () => {
    const { dir } = await exported({ range });
    const verdict = await verifyExport(dir, { vkey, rules: strict });
    expect(verdict).toMatchObject({ ranged: true, ...range, size: 30, counts: { entries: 16 } });
    expect(verdict.consistentWith).toBeUndefined();
  });

  it('works for every range there is', async () => {
    const size = 13;
    for (let from = 0; from < size; from += 1) {
      for (let to = from + 1; to <= size; to += 1) {
        const dir = scratch();
        await writeExport(dir, await twelveEntries({ range: { from, to } }));
        const verified = verifyExport(dir, { vkey, rules: strict });
        if (to - from < size) expect(await verified).toMatchObject({ ranged: true, from, to });
        else await expect(verified).rejects.toMatchObject(broken('files', size - 1));
      }
    }
  });

  it('is not what a whole export can be dressed up as, nor the reverse', async () => {
    const whole = await twelveEntries();
    const dressed = scratch();
    await writeExport(dressed, { ...whole, range: { from: 2, to: 9 } });
    await expect(verifyExport(dressed, { vkey, rules: strict })).rejects.toMatchObject(broken('files', 12));
    const { range: _, ...undressed } = await twelveEntries({ range: { from: 2, to: 9 } });
    const bare = scratch();
    await writeExport(bare, undressed);
    await expect(verifyExport(bare, { vkey, rules: ANYTHING })).rejects.toMatchObject(broken('files', 12));
  });

  it('reaches a kept checkpoint by its lines, or by a proof that it brings', async () => {
    const { j, dir } = await exported({ range });
    for (const size of [5, 11, 21, 30]) {
      const previous = await j.checkpoint(size);
      expect(await verifyExport(dir, { vkey, previous, rules: strict })).toMatchObject({ consistentWith: { size } });
    }
    const early = await j.checkpoint(3);
    await expect(verifyExport(dir, { vkey, previous: early, rules: strict })).rejects.toMatchObject(
      broken('consistency', null),
    );
    const again = scratch();
    await writeExport(again, await j.source({ range, previous: { checkpoint: early } }));
    const verdict = await verifyExport(again, { vkey, previous: early, rules: strict });
    expect(verdict).toMatchObject({ consistentWith: { size: 3, from: 'caller' } });
  });

  it('checks the openings of its lines', async () => {
    const { dir } = await exported({ range: { from: 1, to: 8 }, openly: true });
    expect(await verifyExport(dir, { vkey, rules: strict })).toMatchObject({ counts: { commitments: 10, opened: 10 } });
  });

  it.each([
    ['an edited line', 'journal.ndjson', (t: string) => t.replace('"PN-1"', '"PN-9"'), 'root'],
    ['a deleted line', 'journal.ndjson', without(3), 'sequence'],
    ['the last line deleted', 'journal.ndjson', without(15), 'size'],
    ['the first line edited', 'journal.ndjson', (t: string) => t.replace('"thomas"', '"malice"'), 'root'],
    ['the first proof bent', 'first.tlog-proof', (t: string) => t.replace('index 5', 'index 6'), 'sequence'],
    ['the last proof bent', 'last.tlog-proof', (t: string) => t.replace('index 20', 'index 19'), 'size'],
    ['the proofs exchanged', 'first.tlog-proof', (t: string) => t.replace('index 5', 'index 25'), 'root'],
    ['the record bent', 'export.tlog-proof', (t: string) => t.replace(/extra ..../, 'extra AAAA'), 'root'],
    ['no proof in the first proof', 'first.tlog-proof', () => 'hello', 'root'],
    ['another policy', 'policy.json', () => '{}', 'policy'],
  ])('is found out with %s', async (_, name, bend, step) => {
    const { dir } = await exported({ range });
    tamper(dir, name, bend);
    await expect(verifyExport(dir, { vkey, rules: strict })).rejects.toMatchObject({
      code: 'journal_broken',
      detail: { step },
    });
  });

  it('is found out with proofs under another checkpoint', async () => {
    const { j, dir } = await exported({ range });
    await j.append('thomas', 'stock.count', []);
    const later = await j.checkpoint();
    tamper(dir, 'last.tlog-proof', (t) => `${t.slice(0, t.indexOf('\n\n'))}\n\n${later}`);
    await expect(verifyExport(dir, { vkey, rules: strict })).rejects.toMatchObject(broken('root', 20));
  });
});

function without(index: number): (text: string) => string {
  return (text) =>
    text
      .split('\n')
      .filter((_, i) => i !== index)
      .join('\n');
}
