import { isAppError } from '../../../errors.ts';
import type { TokenLoss } from '../../../flow/reading/token/token-loss.ts';
import { ReportLoss, type Revoked } from '../../../flow/revocation/revocation.ts';
import { grouped, nameOf } from '../../frame/components/names.ts';
import { parseForm, single } from '../../frame/forms/forms.ts';
import type { Handler } from '../../frame/page-router.tsx';
import { part, type RouteParts } from '../../frame/screen-parts.ts';
import { homeOf } from '../../frame/shell/menu.ts';
import type { Notice } from '../../frame/shell/notices.ts';
import type { Member } from '../../frame/visit.ts';
import { wayToAnother } from './ask-another.ts';
import { LossPage } from './loss.tsx';

const OWN = '/mes-jetons';

/** What is said of it: a credential has a number that is long and tells its holder nothing; a token of somebody else's has their name. */
function noticeOf({ published, serial, replacement }: Revoked, loss: TokenLoss | undefined): Notice {
  const said = { kind: published ? 'success' : 'warning', params: { serial: grouped(serial) } } as const;
  const link = loss && wayToAnother(loss, replacement);
  const about = { ...said, ...(link && { link }) };
  if (loss?.kind === 'credential') return { ...about, text: published ? 'nomade.revoked' : 'nomade.revoked.later' };
  const text = published ? 'done.loss' : 'done.loss.later';
  if (!loss?.holder || loss.own) return { ...about, text };
  return { ...about, text: `${text}.of`, params: { ...said.params, holder: nameOf(loss.holder) } };
}

/** The loss of a token or a Nomade credential, one's own or that of an agent of one's service; and the end of a credential of one's own. */
export function lossRoutes({ door: { flow }, on }: RouteParts): void {
  /** Rows that somebody edited keep nobody from reporting a loss: then only the number is shown. */
  const lossOf = (member: Member, serial: string): Promise<TokenLoss | undefined> =>
    flow.reading.tokenLoss(member.me.caller, serial).catch((error: unknown) => {
      if (!isAppError(error, 'record_tampered')) throw error;
      return undefined;
    });
  const lossPage: Handler<Member> = async (member, req) => {
    const serial = part(req, 'serial');
    const loss = await lossOf(member, serial);
    const holder = loss?.own ? undefined : loss?.holder;
    const opens = holder ? await flow.reading.peopleToOpen(member.me.caller, [holder.id]) : new Map<string, string>();
    const back = holder ? (opens.has(holder.id) ? `/personnes/${holder.id}` : homeOf(member)) : OWN;
    return {
      title: member.t(loss?.kind === 'credential' ? 'nomade.loss' : 'loss.title'),
      page: <LossPage serial={serial} loss={loss} back={back} />,
      ...(holder && { under: '/service' }),
    };
  };
  on.get('/jetons/:serial/perte', lossPage);
  on.post(
    '/jetons/:serial/perte',
    async (member, req) => {
      const serial = part(req, 'serial');
      const { caller } = member.me;
      // what the reader may not see is refused by the act itself, which leaves an entry
      const loss = await lossOf(member, serial).catch((error: unknown) => {
        if (!isAppError(error, 'not_found')) throw error;
        return undefined;
      });
      const gone = loss?.own && loss.kind === 'credential' && single(member.values, 'reason') === 'given-up';
      const done = gone
        ? await flow.revocation.giveUp(caller, { serial })
        : await flow.revocation.reportLoss(caller, parseForm(ReportLoss, { ...member.values, serial }));
      return { to: loss?.own ? OWN : homeOf(member), notice: noticeOf(done, loss) };
    },
    { show: lossPage, act: 'token.reportLoss' },
  );
}
