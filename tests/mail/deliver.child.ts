/** Delivers what waits, at a set time, until it is killed: `PATH RELAY NOW accepted|delivered`. */

import { writeSync } from 'node:fs';
import { createSender } from '../../src/mail/sender.ts';
import { openStore } from '../../src/store/store.ts';
import { seededChance } from '../support/clock.ts';
import { noJudge } from '../support/records/no-judge.ts';
import { ROW_KEY } from '../support/records/row-key.ts';
import { FROM, openOffice } from './office.ts';

const [path = '', url = '', now = '', until = ''] = process.argv.slice(2);
const clock = { now: () => Number(now) };
const opened = await openStore({
  judge: noJudge,
  path,
  clock,
  chance: seededChance('child'),
  mails: true,
  rowKey: ROW_KEY,
});
const sender = createSender({ url, from: FROM, requireTls: false });
const office = openOffice(opened, clock, {
  close: sender.close,
  send: async (message) => {
    const sent = await sender.send(message);
    writeSync(1, `${sent.outcome}\n`);
    // the relay has said 250 and nothing of it is marked here yet: this is where it dies
    return until === 'accepted' ? new Promise(() => {}) : sent;
  },
});
await office.deliver();
