import { createNotices } from '../../../src/console/frame/shell/notices.ts';
import { settableClock } from '../../support/clock.ts';

describe('a notice for the next page', () => {
  const clock = settableClock();
  const notices = createNotices(clock);
  const notice = { kind: 'success', text: 'done.accept' } as const;

  it('is found by its code and its person only', () => {
    const code = notices.keep('alice', notice);
    expect(notices.find('alice', code)).toEqual(notice);
    expect(notices.find('bruno', code)).toBeUndefined();
    expect(notices.find('alice', `${code}x`)).toBeUndefined();
    expect(notices.find('alice', undefined)).toBeUndefined();
  });

  it('ends by itself', () => {
    const code = notices.keep('alice', notice);
    clock.pass(10 * 60_000);
    expect(notices.find('alice', code)).toBeUndefined();
  });

  it('cannot fill the memory', () => {
    const codes = Array.from({ length: 6_000 }, () => notices.keep('eve', notice));
    expect(notices.find('eve', codes[0])).toBeUndefined();
    expect(notices.find('eve', codes.at(-1))).toEqual(notice);
  });
});
