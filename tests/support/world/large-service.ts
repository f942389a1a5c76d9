import type { World } from './world.ts';

/** A service with one machine more than one act blocks. */
export async function largeService({ flow, thomas }: Pick<World, 'flow' | 'thomas'>): Promise<string> {
  const row = { model: 'SPAN', site: 'Basse-Terre', service: 'PREF-971' };
  const numbers = Array.from({ length: 501 }, (_, i) => `PN-L${String(i).padStart(3, '0')}`);
  await Promise.all(numbers.map((assetNumber) => flow.enrolment.register(thomas, { ...row, assetNumber })));
  return row.service;
}
