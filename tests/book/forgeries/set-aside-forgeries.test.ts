import { troubles } from '../../support/judged/journals/troubles.ts';
import { honest } from '../../support/judged/journals.ts';
import { changeIn, type Forged, forge, move, rowIn } from './forging.ts';

/** Made-up entries about tokens that were set aside: T-0008 was wiped when it was checked, T-0009 refused. */
describe('a token set aside, as somebody would have it', () => {
  const from = async (): Promise<Forged> => forge(await honest(troubles));
  const WIPED = ({ subject }: { subject: string }): boolean => subject === 'token:T-0008';
  const REFUSED = ({ subject }: { subject: string }): boolean => subject === 'token:T-0009';
  /** The first undone production whose token was left so. */
  const undone = (f: Forged, left: { wiped: boolean; reached: boolean }) =>
    f.first('production.undo', ({ detail }) => detail['wiped'] === left.wiped && detail['reached'] === left.reached);
  const unreached = (f: Forged) => undone(f, { wiped: false, reached: false });

  it('although it was wiped', async () => {
    const f = await from();
    const entry = unreached(f);
    entry.detail['wiped'] = true;
    f.isWrong(entry);
  });

  it('although it was reached and failed', async () => {
    const f = await from();
    const entry = unreached(f);
    entry.detail['reached'] = true;
    f.isWrong(entry);
  });

  it('scrapped, although it was not reached', async () => {
    const f = await from();
    const entry = unreached(f);
    Object.assign(rowIn(entry, 'token'), { state: 'scrapped' });
    f.isWrong(entry);
  });

  it('although it was wiped', async () => {
    const f = await from();
    const entry = undone(f, { wiped: true, reached: true });
    entry.detail['reached'] = false;
    f.isWrong(entry);
  });

  it.each(['requestId', 'holderId', 'workstationId', 'label'])('that keeps its %s', async (column) => {
    const f = await from();
    const entry = unreached(f);
    delete rowIn(entry, 'token')[column];
    f.isWrong(entry);
  });

  it('with another SO-PIN than it had', async () => {
    const f = await from();
    const entry = unreached(f);
    rowIn(entry, 'token')['soPinId'] = 'so-pin:another';
    f.isWrong(entry);
  });

  it('put back without the act', async () => {
    const f = await from();
    const check = f.first('token.check', WIPED);
    Object.assign(check, { action: 'stock.recycle' });
    delete check.detail['wiped'];
    f.isWrong(check);
  });

  it('produced on before it was checked', async () => {
    const f = await from();
    const check = f.first('token.check', WIPED);
    const begun = f.first('production.begin', (e) => changeIn(e, 'token').id === 'T-0004');
    f.drop(check);
    const taken = changeIn(begun, 'token');
    Object.assign(taken, { id: 'T-0008', from: 'to_check' });
    rowIn(begun, 'job')['tokenId'] = 'T-0008';
    f.isWrong(begun);
  });

  it('put back although it was not wiped, and scrapped although it was', async () => {
    for (const [which, wiped] of [
      [WIPED, false],
      [REFUSED, true],
    ] as const) {
      const f = await from();
      const check = f.first('token.check', which);
      check.detail['wiped'] = wiped;
      f.isWrong(check);
    }
  });

  it('checked by an approver, or by the service', async () => {
    const f = await from();
    const check = f.first('token.check', WIPED);
    const approved = f.first('request.approve');
    Object.assign(check, { actor: approved.actor, role: 'approver' });
    f.isWrong(check);
    const other = await from();
    const alone = other.first('token.check', WIPED);
    Object.assign(alone, { actor: 'system', role: 'system' });
    other.isWrong(alone);
  });

  it('checked with the SO-PIN of a job on another token', async () => {
    const f = await from();
    const check = f.first('token.check', WIPED);
    const other = f.first('production.begin', (e) => changeIn(e, 'token').id === 'T-0009');
    rowIn(check, 'token')['soPinId'] = `so-pin:${String(changeIn(other, 'job').id)}`;
    f.isWrong(check);
  });

  it('checked twice', async () => {
    const f = await from();
    const check = f.first('token.check', WIPED);
    const { subject, actor, role } = check;
    const again = f.after(check, {
      action: 'token.check',
      subject,
      actor,
      role,
      detail: { wiped: false },
      changes: [move('token', 'T-0008', 'in_stock', 'scrapped')],
    });
    f.isWrong(again);
  });
});
