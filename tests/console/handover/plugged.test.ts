import { plugged } from '../../../src/console/handover/plugged.ts';
import type { SlotStatus } from '../../../src/flow/ports/bench.ts';

const slot = (state: SlotStatus['state'], over: Partial<SlotStatus> = {}): SlotStatus => ({
  slot: 'a',
  position: 'Poste 1',
  place: '1',
  state,
  ...over,
});
const token = (serial: string): Partial<SlotStatus> => ({
  token: { serial, label: '', model: 'm', flags: [] } as never,
});

describe('whether a token is plugged in', () => {
  it.each([
    ['yes', 'a slot holds it', [slot('empty'), slot('ready', token('01'))]],
    ['yes', 'a busy slot held it when it was read', [slot('busy', token('01'))]],
    ['no', 'all are empty or hold another one', [slot('empty'), slot('ready', token('02'))]],
    ['unknown', 'the reading of a slot failed', [slot('empty'), slot('failed')]],
    ['unknown', 'a slot holds several', [slot('failed', { several: ['01', '02'] })]],
    ['unknown', 'a slot is busy and was not read', [slot('busy')]],
    ['yes', 'another slot failed and it is seen', [slot('failed'), slot('ready', token('01'))]],
  ] as const)('%s: %s', (said, _, slots) => {
    expect(plugged(slots, '01')).toBe(said);
  });
});
