import { comingBack, grantsText } from '../../src/cli/restored-grants.ts';
import { createShell } from '../../src/cli/shell.ts';
import { createSpeech } from '../../src/cli/speech.ts';

const grants = Array.from({ length: 25 }, (_, at) => ({
  id: `g-${at}`,
  personId: `p-${at}`,
  name: `Nadia ${at}`,
  directoryId: null,
  role: 'technician' as const,
  scope: '*',
  validUntil: at === 0 ? Date.UTC(2027, 0, 31, 23) : null,
}));
const restore = { at: 1, entries: 1, origin: 'jeton', evidence: [], revocationsKnown: true, grants };
const proposal = { act: 'restore.confirm', args: JSON.stringify({ grants: grants.map(({ id }) => id) }) } as const;

describe('the roles that come back after a restore', () => {
  const shell = (language: 'fr' | 'en') => {
    const { stdin, stdout, stderr } = process;
    const world = {
      stdin,
      stdout,
      stderr,
      env: { JETON_TOKEN: 'token' },
      fetch: async () => Response.json({ restore }),
    };
    return createShell(world, () => ({}), createSpeech(language));
  };
  const lines = (text: string) => text.trimEnd().split('\n');

  it('are cut to what fits with the question, and whole where that is asked for', async () => {
    const cut = lines(await comingBack(shell('fr'), proposal, false));
    expect(cut).toHaveLength(22);
    expect(cut.at(-1)).toBe('et 5 de plus : --all les montre');
    expect(lines(await comingBack(shell('en'), proposal, true))).toHaveLength(26);
  });

  it('say until when each is held', () => {
    const [head, first, second] = lines(grantsText(shell('fr'), grants));
    expect(head).toMatch(/jusqu’au$/);
    expect(first).toMatch(/ 2027-01-31 23:00Z$/);
    expect(second).toMatch(/ –$/);
    expect(lines(grantsText(shell('en'), grants))[0]).toMatch(/until$/);
  });
});
