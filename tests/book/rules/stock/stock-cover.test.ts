import { coverBy } from '../../../../src/book/rules/stock/stock-cover.ts';

describe('how long blank tokens last', () => {
  it('is reckoned at the pace of twenty working days, and unknown where nothing was made', () => {
    expect(coverBy(70, 10)).toEqual({ perDay: 0.5, days: 140 });
    expect(coverBy(70, 0)).toEqual({ perDay: 0, days: null });
  });
  it('is a whole number of days wherever it comes to one', () => {
    for (let made = 1; made <= 60; made += 1)
      for (let days = 0; days <= 40; days += 1) {
        const used = (days * made) / 20;
        if (Number.isInteger(used)) expect([used, made, coverBy(used, made).days]).toEqual([used, made, days]);
      }
  });
});
