import { dateOf, dayOf } from '../../src/book/rules/calendar/working-days.ts';
import { OpenCampaign, OpenExchange } from '../../src/flow/campaign/inputs.ts';
import type { Template } from '../../src/flow/notifications/templates.ts';
import { createFacts } from '../../src/mail/facts.ts';
import { writeMessage } from '../../src/mail/message.tsx';
import { machine, takeOver } from '../support/world/machines.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { HOUSE, SITE } from './office.ts';

const OLD = 'SPAN-2025.1';
const SAVE = { fr: 'Sauvegardez vos données avant de venir.', en: 'Back up your data before you come.' };

/** What holders read of the day on which their machine is to come, as it stands when the mail leaves. */
describe('a mail about a day of a campaign', () => {
  let w: World;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    const old = ['PN-50', 'PN-80'].map((number) => ({ ...machine(number), image: OLD }));
    await takeOver(w.flow, [w.adele, w.olga], ...old);
  });
  afterEach(async () => {
    await w.flow.campaign.stop();
    await w.check();
    await w.close();
  });
  const open = async (tokens: 'keep' | 'replace' = 'keep'): Promise<string> => {
    const plan = { targetImage: 'SPAN-2026.3', checklist: 'any', technicians: 1, perTechnician: 2 };
    const startsOn = dateOf(dayOf(w.clock.now()));
    const input = { ...plan, fromImage: OLD, machines: ['PN-50'], tokens, startsOn };
    const { campaign } = await w.flow.campaign.open(w.simon, OpenCampaign.parse(input));
    await w.flow.campaign.ended();
    return campaign.id;
  };
  const give = (person: string) =>
    w.flow.record.assign(w.thomas, { workstation: 'PN-50', person, reason: 'handed-out' });
  const takeBack = () => w.flow.record.takeBack(w.thomas, { workstation: 'PN-50', reason: 'returned' });
  const make = async (requestId: string): Promise<void> => {
    await w.approve(requestId);
    w.plugNext('1');
    await w.flow.production.produce(w.thomas, { requestId, slot: '1' });
    await w.handOver(requestId);
    await w.flow.handover.confirmReceipt(w.alice, { requestId });
  };
  /** The next mail to somebody about a day, as text. */
  const read = async ({ personId }: { personId: string }, template: Template): Promise<string> => {
    const none = { tellDay: () => Promise.reject(new Error('no day')), codeFor: async () => undefined };
    const tell = createFacts(w.reads, HOUSE, none);
    const next = () => w.opened.outbox.claim(w.clock.now() + 1, Number.MAX_SAFE_INTEGER);
    for (let mail = await next(); mail; mail = await next()) {
      if (mail.personId !== personId || mail.template !== template) continue;
      const told = await tell(mail, w.clock.now());
      return told ? writeMessage(mail, told, SITE).text : '';
    }
    return '';
  };

  it('tells whoever comes while the campaign is paused to save their data', async () => {
    await give('M-ALICE');
    const campaignId = await open();
    await w.flow.campaign.pause(w.simon, { campaignId });
    await w.flow.campaign.ended();
    await takeBack();
    await give('M-BRUNO');
    await w.flow.campaign.resume(w.simon, { campaignId });
    await w.flow.campaign.ended();
    const text = await read(w.bruno, 'migration-moved');
    for (const words of Object.values(SAVE)) expect(text).toContain(words);
  });

  it('tells the same of an exchange to whoever has the old machine still', async () => {
    await give('M-ALICE');
    const exchanges = [{ workstation: 'PN-50', replacedBy: 'PN-80' }];
    const plan = { technicians: 1, perTechnician: 2, startsOn: dateOf(dayOf(w.clock.now())) };
    const { campaign } = await w.flow.campaign.openExchange(w.simon, OpenExchange.parse({ exchanges, ...plan }));
    await w.flow.campaign.ended();
    const moved = async (): Promise<string> => {
      await w.flow.campaign.pause(w.simon, { campaignId: campaign.id });
      await w.flow.campaign.ended();
      await w.flow.campaign.resume(w.simon, { campaignId: campaign.id });
      await w.flow.campaign.ended();
      return read(w.alice, 'exchange-moved');
    };
    const text = await moved();
    for (const words of Object.values(SAVE)) expect(text).toContain(words);
    await w.flow.record.assign(w.thomas, { workstation: 'PN-80', person: 'M-ALICE', reason: 'replacement' });
    await w.activeToken(w.alice, 'PN-50');
    await takeBack();
    expect(await moved()).not.toContain(SAVE.fr);
  });

  it.each(['rejected', 'closed'] as const)(
    'says that a token will be replaced until its request is %s',
    async (end) => {
      await give('M-ALICE');
      await w.activeToken(w.alice, 'PN-50');
      const campaignId = await open('replace');
      const asked = 'Votre jeton sera remplacé';
      expect(await read(w.alice, 'migration-day')).toContain(asked);
      const [{ id: requestId } = { id: '' }] = await w.reads.find('request', { reason: 'migrated' });
      if (end === 'rejected') await w.flow.approval.reject(w.valerie, { ...(await w.seen(requestId)), text: 'non' });
      else await make(requestId);
      expect((await w.reads.get('request', requestId))?.state).toBe(end);
      await w.flow.campaign.pause(w.simon, { campaignId });
      await w.flow.campaign.ended();
      await w.flow.campaign.resume(w.simon, { campaignId });
      await w.flow.campaign.ended();
      const text = await read(w.alice, 'migration-moved');
      expect(text).toContain('PN-50');
      expect(text).not.toContain(asked);
    },
  );
});
