/** Commits units under load and prints each one that was acknowledged, until it is killed: `PATH ROUND`. */

import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { create, update } from '../../../src/book/tables/lifecycle.ts';
import { openStore } from '../../../src/store/store.ts';
import { noJudge } from '../../support/records/no-judge.ts';
import { ROW_KEY } from '../../support/records/row-key.ts';
import { entry, person } from '../../support/records/rows.ts';

const [path = '', round = ''] = process.argv.slice(2);
const chance = { id: () => randomBytes(13).toString('hex'), bytes: (length: number) => randomBytes(length) };
const { store } = await openStore({ judge: noJudge, path, clock: { now: Date.now }, chance, rowKey: ROW_KEY });

/** Makes a person and changes it in one unit; every tenth is refused at the end and must leave nothing. */
async function one(id: string, refuse: boolean): Promise<void> {
  const work = store.transact(async (unit) => {
    const row = person(id);
    await unit.record(entry('person.import', `person:${id}`, [create('person', row)]));
    await unit.record(
      entry('person.move', `person:${id}`, [update('person', row, { site: 'Lille' }, { site: row.site })]),
    );
    await unit.keepSecret({ id, purpose: 'pin', sealed: Buffer.from(id) });
    if (refuse) throw new Error('refused');
  });
  if (!refuse) await work;
  else await work.catch(() => {});
  writeSync(1, `${refuse ? 'refused' : 'kept'} ${id}\n`);
}

let next = 0;
const worker = async (): Promise<never> => {
  for (;;) {
    const n = next++;
    await one(`${round}-${n}`, n % 10 === 9);
  }
};
await Promise.all(Array.from({ length: 32 }, worker));
