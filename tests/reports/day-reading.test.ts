import { deflateRawSync } from 'node:zlib';
import { NOTHING, type Standing } from '../../src/reports/daily.ts';
import { isTooLarge, readStanding, writeStanding } from '../../src/reports/day-reading.ts';
import { Open } from '../../src/reports/open-requests.ts';

const open = (nth: number): Open =>
  Open.parse({
    state: 'approved',
    number: `DEM-2026-${nth}`,
    kind: 'firstIssue',
    service: 'PREF-33',
    site: 'Pau',
    profile: 'agent-vpn',
    submittedAt: 1_795_000_000_000 + nth * 7919,
    queuedAt: null,
    producedAt: null,
    handedOverAt: null,
    producerId: null,
    bench: '',
    makings: 0,
    failed: false,
    priority: 0,
    promised: null,
    due: null,
    job: null,
  });
const standingOf = (requests: number): Standing => ({
  ...NOTHING,
  campaigns: new Map([
    [
      'c1',
      {
        kind: 'selection',
        fromImage: null,
        targetImage: 'SPAN-2026.3',
        site: 'Pau',
        service: null,
        model: null,
        openedAt: 1,
      },
    ],
  ]),
  open: new Map(Array.from({ length: requests }, (_, nth) => [`request-${nth}`, open(nth)])),
});
const MIB = 1024 * 1024;
/** One open request, packed with so many blanks behind it that it grows to `octets`. */
function packedTo(octets: number): string {
  const { open: requests, campaigns, ...rest } = standingOf(1);
  return deflateRawSync(
    JSON.stringify({ open: [...requests], campaigns: [...campaigns], ...rest }).padEnd(octets),
  ).toString('base64');
}

describe('how everything stood at the end of a day, as it is kept', () => {
  it('is read as it was written, by this process and by another', () => {
    const [one, other] = [standingOf(3), standingOf(4)];
    const text = writeStanding(one);
    expect(readStanding(text)).toEqual(one);
    writeStanding(other); // this process remembers that one now
    expect(readStanding(text)).toEqual(one);
  });

  it('takes a fraction of what open requests take as text', () => {
    const standing = standingOf(2_000);
    const plain = JSON.stringify([...standing.open]).length;
    expect(writeStanding(standing).length).toBeLessThan(plain / 5);
  });

  it('is read up to 32 MiB, and kept as none above that, by this process too', () => {
    expect(readStanding(packedTo(32 * MIB))).toEqual(standingOf(1));
    const large = standingOf(120_000);
    expect(JSON.stringify([...large.open]).length).toBeGreaterThan(32 * MIB);
    const text = writeStanding(large);
    expect([text, isTooLarge({ open: text }), readStanding(text)]).toEqual(['', true, undefined]);
    const most = standingOf(100_000);
    const kept = writeStanding(most);
    writeStanding(standingOf(1)); // this process remembers that one now
    expect([isTooLarge({ open: kept }), readStanding(kept)?.open.size]).toEqual([false, 100_000]);
  });

  it.each([
    ['of nothing', ''],
    ['that is not packed', '{"open":[]}'],
    ['that is cut short', writeStanding(standingOf(50)).slice(0, 60)],
    ['of another shape', deflateRawSync('{"open":[]}').toString('base64')],
    ['that is no JSON', deflateRawSync('nothing').toString('base64')],
    ['of 32 MiB and one octet', packedTo(32 * MIB + 1)],
    ['that grows without end', deflateRawSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 }).toString('base64')],
  ])('is none where somebody kept a text %s', (_, text) => {
    expect(readStanding(text)).toBeUndefined();
  });
});
