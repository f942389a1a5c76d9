import type { Template } from '../../src/flow/notifications/templates.ts';
import { createFacts, type Told } from '../../src/mail/facts.ts';
import { TEXTS } from '../../src/mail/texts.ts';
import { createWorld, type World } from '../support/world/world.ts';
import { HOUSE } from './office.ts';

const DAY = 86_400_000;

/** What holders read of their request, as it stands when the mail leaves. */
describe('a mail about a request', () => {
  let w: World;
  let requestId: string;
  let tokenId: string;
  beforeEach(async () => {
    w = await createWorld({ mails: true });
    requestId = (await w.produced(w.alice, 'PN-1')).id;
    tokenId = (await w.reads.find('token', { requestId }))[0]!.id;
  });
  afterEach(async () => {
    await w.check();
    await w.close();
  });
  const told = (template: Template, id = requestId): Promise<Told | undefined> => {
    const tellDay = async () => {
      throw new Error('no report is mailed here');
    };
    const facts = createFacts(w.reads, HOUSE, { tellDay, codeFor: async () => undefined });
    const mail = { id: 'M', template, personId: w.alice.personId, address: null, about: `request:${id}` };
    return facts({ ...mail, queuedAt: w.clock.now(), tries: 0 }, w.clock.now());
  };
  const lose = () => w.flow.revocation.reportLoss(w.alice, { serial: tokenId, reason: 'lost' });

  describe('that is closed', () => {
    const closeByRule = async (): Promise<void> => {
      w.clock.advance(31 * DAY);
      expect(await w.flow.handover.closeByRule()).toBe(1);
    };
    beforeEach(() => w.handOver(requestId));

    it('says that its receipt is confirmed, once somebody confirmed it', async () => {
      await w.flow.handover.confirmReceipt(w.alice, { requestId });
      expect((await told('closed'))?.text).toBe(TEXTS.closed);
    });

    it('says that nobody confirmed it, where a rule closed it', async () => {
      await closeByRule();
      expect((await told('closed'))?.text).toBe(TEXTS['closed unconfirmed']);
    });

    it('says that its token is over, where it was lost before the rule closed it', async () => {
      await lose();
      await closeByRule();
      expect((await told('closed'))?.text).toBe(TEXTS['closed ended']);
    });
  });

  it('calls nobody to reject a request that ended, or whose holder’s account is given back', async () => {
    const ask = async (workstation: string) =>
      (await w.flow.request.submit(w.corinne, { kind: 'first-issue', workstation, holder: 'M-BRUNO', priority: 0 })).id;
    const [ended, stands] = [await ask('PN-2'), await ask('PN-3')];
    const { personId } = w.bruno;
    await w.flow.people.disable(w.adele, { personId });
    expect((await told('holder-gone', ended))?.text).toBe(TEXTS['holder-gone']);
    await w.flow.request.withdraw(w.corinne, { requestId: ended });
    expect(await told('holder-gone', ended)).toBeUndefined();
    expect((await told('holder-gone', stands))?.text).toBe(TEXTS['holder-gone']);
    await w.dual('account.recover', { personId });
    expect(await told('holder-gone', stands)).toBeUndefined();
  });

  it('blames nobody for a token that the workshop has to ship to a site without a desk', async () => {
    await w.flow.stock.addLocation(w.simon, { code: 'PARIS-COFFRE-1', label: 'Coffre 1', site: 'Paris' });
    expect((await told('pickup-reminder'))?.text).toBe(TEXTS['pickup-reminder to-ship']);
  });

  it('asks nobody to confirm a receipt before they have the token, and says whom to call where it does not come', async () => {
    await w.handOver(requestId);
    const { fr, en } = (await told('receipt-reminder'))!.text;
    expect(fr.body.join(' ')).toContain('Dès que le porteur a le jeton');
    expect(fr.body.join(' ')).not.toContain('vos mains');
    expect(en.body.join(' ')).toContain('Once the holder has the token');
    expect(en.body.join(' ')).not.toContain('your hands');
  });

  it('calls nobody to fetch a token, or to confirm its receipt, once it is lost', async () => {
    expect((await told('pickup-reminder'))?.text).toBe(TEXTS['pickup-reminder']);
    await w.handOver(requestId);
    expect(await told('pickup-reminder')).toBeUndefined();
    expect((await told('receipt-reminder'))?.text).toBe(TEXTS['receipt-reminder']);
    await lose();
    expect(await told('receipt-reminder')).toBeUndefined();
  });
});
