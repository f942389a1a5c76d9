import { byDepartment, departmentOf, departmentWords } from '../../src/reports/departments.ts';

describe('the département of a service', () => {
  it.each([
    ['PREF-33', '33'],
    ['DDSP-2A/SIC', '2A'],
    ['PREF-974', '974'],
    ['PREF-01/DCL/BUREAU-4', '01'],
    ['DNUM', undefined],
    ['DNUM/SDIT', undefined],
    ['PREF-20', undefined], // Corsica has two
    ['PREF-96', undefined],
    ['BUREAU33', undefined],
  ])('%s: %s', (service, code) => expect(departmentOf(service)).toBe(code));

  it('adds its services up, by name, and last those of none, so that no service is missing of the total', () => {
    const share = (name: string, received: number) => ({ name, received, produced: received + 1, handedOver: 0 });
    const shares = [share('PREF-64', 1), share('PREF-33/DCL', 2), share('DDSP-33', 3), share('DNUM', 4)];
    expect(byDepartment(shares)).toEqual([
      { name: '33 – Gironde', received: 5, produced: 7, handedOver: 0 },
      { name: '64 – Pyrénées-Atlantiques', received: 1, produced: 2, handedOver: 0 },
      { name: '', received: 4, produced: 5, handedOver: 0 },
    ]);
    expect(departmentWords('').fr).toBe('Sans département');
    expect(departmentWords('33 – Gironde').fr).toBe('33 – Gironde');
  });
});
