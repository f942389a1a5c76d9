import type { Entry } from '../../../../src/journal/entry.ts';
import { changesOf } from '../../../../src/journal/entry-changes.ts';
import { judgeAll } from '../../../support/judged/judging.ts';
import { rowIn } from '../forging.ts';
import { itemsOf, openedCampaigns as opened, planned, refusedAt } from './campaign-forging.ts';

describe('a campaign', () => {
  it('is honest in its journal', async () => {
    const f = await opened();
    expect(judgeAll(f.signed())).toBeUndefined();
  });

  it('is opened by a technician', async () => {
    const f = await opened();
    const entry = f.first('campaign.open', ({ outcome }) => outcome === 'done');
    Object.assign(entry, { actor: f.person('M-THEO'), role: 'technician' });
    rowIn(entry, 'campaign')['openerId'] = f.person('M-THEO');
    f.cut(entry);
    expect(judgeAll(f.signed())?.sentence).toContain('campaign.open');
  });

  it.each(['[0123]', '[20000,020001]', '[20001,20000]', '[999999]', '[20000', '{}'])(
    'is opened with closed days such as %s',
    async (closedDays) => {
      const f = await opened();
      const entry = f.first('campaign.open', ({ outcome }) => outcome === 'done');
      rowIn(entry, 'campaign')['closedDays'] = closedDays;
      f.isWrong(entry);
    },
  );

  it.each(['Jean Dupont', 'SPAN', 'SPAN/25', ' SPAN 25', `SPAN ${'2'.repeat(40)}`])(
    'is opened for an image that no checklist could name: %s',
    async (targetImage) => {
      const f = await opened();
      const entry = f.first('campaign.open', ({ outcome }) => outcome === 'done');
      rowIn(entry, 'campaign')['targetImage'] = targetImage;
      refusedAt(f, entry, 'campaign.open: campaign.targetImage is not a name of an image (as typed)');
    },
  );

  it('of a selection names nothing', async () => {
    const f = await opened();
    const entry = f.first('campaign.open', ({ outcome }) => outcome === 'done');
    rowIn(entry, 'campaign')['site'] = null;
    refusedAt(f, entry, 'campaign.open: a selection names something');
  });

  it('takes a machine that is not of the selection', async () => {
    const f = await opened();
    const entry = f.first('campaign.open', ({ outcome }) => outcome === 'done');
    rowIn(entry, 'campaign')['site'] = 'Lille';
    const enrol = f.first('campaign.enrol');
    f.cut(enrol);
    expect(judgeAll(f.signed())?.sentence).toContain(
      'a machine of the selection that was here when it was opened and is not retired',
    );
  });

  it('takes a machine that is retired', async () => {
    const f = await opened();
    const { actor, role, action, subject, ...retired } = f.first('workstation.retire');
    const detail = { site: retired.detail['site'] };
    f.before(f.first('campaign.enrol'), { actor, role, action, subject, detail, changes: changesOf(retired as Entry) });
    const enrol = f.first('campaign.enrol');
    f.cut(enrol);
    expect(judgeAll(f.signed())?.sentence).toContain(
      'a machine of the selection that was here when it was opened and is not retired',
    );
  });

  it('lists a machine under the number of another', async () => {
    const f = await opened();
    const enrol = f.first('campaign.enrol');
    rowIn(enrol, 'campaignItem')['assetNumber'] = 'PN-99';
    f.cut(enrol);
    expect(judgeAll(f.signed())?.sentence).toContain('campaignItem.assetNumber is not its number');
  });

  it('takes an open request for a temporary token for the replacement', async () => {
    const f = await opened();
    const followed = f.first('campaign.followRequest');
    const asked = f.first(
      'request.submit',
      (entry) => entry.subject === `request:${rowIn(followed, 'campaignItem')['requestId']}`,
    );
    Object.assign(rowIn(asked, 'request'), { kind: 'replacement', reason: 'forgotten' });
    f.cut(followed);
    expect(judgeAll(f.signed())?.sentence).toContain('which is not one for a temporary token');
  });

  it('leaves a token for a reason that is not so', async () => {
    const f = await opened();
    const left = f.first('campaign.leaveToken');
    rowIn(left, 'campaignItem')['tokenLeft'] = 'profile';
    f.cut(left);
    expect(judgeAll(f.signed())?.sentence).toContain('campaignItem.tokenLeft is not the reason, as it is');
  });

  it('hides what blocks a machine, or says another reason', async () => {
    for (const blocked of [null, 'incident']) {
      const f = await opened();
      const entry = planned(f, (items) => items.some((item) => item['blocked'] === 'loaned'));
      itemsOf(entry).find((item) => item['blocked'] === 'loaned')!['blocked'] = blocked;
      refusedAt(f, entry, 'campaign.plan: campaignItem.blocked is not what blocks it, as it is');
    }
  });

  it('tells a holder another reason why the day moved', async () => {
    const f = await opened();
    const entry = planned(f, (items) => items.some(({ reason }) => reason === 'missed'));
    itemsOf(entry).find(({ reason }) => reason === 'missed')!['reason'] = 'capacity';
    refusedAt(f, entry, 'campaign.plan: campaignItem.reason is not why its day changes');
  });

  it('is done with a machine that did not reach the image, or not with one that did', async () => {
    const f = await opened();
    const ended = f.first('workstation.signItem', (entry) => itemsOf(entry).length > 0);
    f.without(ended, ({ table }) => table === 'campaignItem');
    f.cut(ended);
    expect(judgeAll(f.signed())?.sentence).toMatch(/campaignItem .* is left as it was/);
    const g = await opened();
    const settled = g.first('campaign.settle');
    itemsOf(settled)[0]!['outcome'] = 'migrated';
    g.cut(settled);
    expect(judgeAll(g.signed())?.sentence).toContain('it has the target image, it is exchanged with no token to bind');
  });

  it('leads a migration by the checklist of another image', async () => {
    const f = await opened();
    const entry = f.first('workstation.migrate');
    const commissioning = f.first('checklist.adopt');
    const [other] = changesOf(commissioning).flatMap((change) =>
      'insert' in change && change.insert['purpose'] === 'commissioning' ? [change.id] : [],
    );
    rowIn(entry, 'workstation')['checklistId'] = other!;
    f.cut(entry);
    expect(judgeAll(f.signed())?.sentence).toContain('workstation.checklistId is not the checklist that is due');
  });

  it.each([
    ['for another holder', 'holderId', 'workstation.holderId'],
    ['in another’s name', 'askerId', 'campaign.openerId'],
    ['for another reason', 'reason', '"migrated"'],
  ])('asks for a token %s', async (_, column, source) => {
    const f = await opened();
    const asked = f.first('campaign.replaceToken');
    const wrong: Record<string, string> = { reason: 'damaged' };
    rowIn(asked, 'request')[column] = wrong[column] ?? f.person('M-ALICE');
    refusedAt(f, asked, `campaign.replaceToken: request.${column} is not ${source}`);
  });

  it('has its machines taken away without a word of which campaign it is', async () => {
    for (const campaign of [undefined, 'nobody’s']) {
      const f = await opened();
      const exported = f.first('campaign.export');
      exported.detail['campaign'] = campaign;
      f.isWrong(exported);
    }
  });

  it('ends while machines are left', async () => {
    const f = await opened();
    const settled = f.last('campaign.settle');
    const ends = f.last('campaign.end');
    f.drop(settled);
    f.cut(ends);
    expect(judgeAll(f.signed())?.sentence).toBe('campaign.end: no machine is left in it');
  });
});
