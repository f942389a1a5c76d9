import { createService, type Service, terminals } from './terminal.ts';

describe('appointments, from the command line', () => {
  let service: Service;
  beforeEach(async () => {
    service = await createService();
    const { world } = service;
    await world.dual('policy.set', { id: 'appointment.open', value: 2 });
    await world.produced(world.alice, 'PN-1');
  });
  afterEach(async () => {
    await service.world.check();
    await service.close();
  });
  const { as } = terminals(() => service);

  it('are offered, booked by the clock in Paris, listed and given back', async () => {
    const number = 'DEM-1998-00001';
    const { out } = await as('alice', '--lang', 'fr', 'appointment', 'slots', number, '--day', '1998-11-26');
    expect(out).toMatch(/1998-11-26 09:00\s+1998-11-26 09:15\s+2/);
    const booked = await as('alice', '--lang', 'fr', 'appointment', 'book', number, '--at', '1998-11-26T09:15');
    expect(booked.out).toContain('rendez-vous pris : 1998-11-26 09:15');
    const list = await as('theo', '--lang', 'fr', 'appointment', 'list', '--day', '1998-11-26');
    expect(list.out).toMatch(/1998-11-26 09:15.*DEM-1998-00001.*Alice.*Attendu/);
    for (const at of ['demain', '', '2026-13-01T09:00', '2026-02-30T09:00', '1998-11-26T24:00'])
      expect((await as('alice', 'appointment', 'book', number, '--at', at)).err).toContain('2026-12-01T09:15');
    expect((await as('alice', '--lang', 'fr', 'appointment', 'cancel', number)).out).toContain('est annulé');
    expect((await as('theo', 'appointment', 'list', '--day', '1998-11-26')).out).not.toContain(number);
  });
});
