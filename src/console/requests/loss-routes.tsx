import { ReportLoss } from '../../flow/revocation/revocation.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { motifOf } from '../frame/forms/motif.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { homeOf } from '../frame/shell/menu.ts';
import type { Member } from '../frame/visit.ts';
import { nomadeFormFor } from '../nomade/credentials.tsx';
import { LossPage } from './loss.tsx';

/** Its serial number, which is long and says nothing to its holder, is left out. */
const nomadeText = (published: boolean) => (published ? 'nomade.revoked' : 'nomade.revoked.later');
const revoked = <K extends string>(published: boolean, text: K) =>
  ({ kind: published ? 'success' : 'warning', text, params: {} }) as const;

/** The loss of a token, and the end of a Nomade credential of one's own. */
export function lossRoutes({ door: { flow }, on }: RouteParts): void {
  const ownCredential = async (member: Member, serial: string) =>
    (await flow.reading.ownCredentials(member.me.caller)).find(({ certificate }) => certificate.id === serial);
  const ownToken = async (member: Member, serial: string) => {
    const holdings = await flow.reading.holdings(member.me.caller);
    const [own] = holdings.flatMap(({ workstation, tokens }) =>
      tokens
        .filter(({ token }) => token.id === serial)
        .map(({ temporary }) => ({ assetNumber: workstation?.assetNumber, temporary })),
    );
    return own;
  };
  const lossPage: Handler<Member> = async (member, req) => {
    const credential = await ownCredential(member, part(req, 'serial'));
    const own = credential ? undefined : await ownToken(member, part(req, 'serial'));
    const page = <LossPage serial={part(req, 'serial')} credential={credential} {...own} />;
    return { title: member.t(credential ? 'nomade.loss' : 'loss.title'), page };
  };
  on.get('/jetons/:serial/perte', lossPage);
  on.post(
    '/jetons/:serial/perte',
    async (member, req) => {
      const serial = part(req, 'serial');
      const credential = await ownCredential(member, serial);
      if (credential && single(member.values, 'reason') === 'given-up') {
        const { published } = await flow.revocation.giveUp(member.me.caller, { serial });
        return { to: '/mes-jetons', notice: revoked(published, nomadeText(published)) };
      }
      const input = parseForm(ReportLoss, { ...member.values, serial });
      const lost = await flow.revocation.reportLoss(member.me.caller, input);
      const holdings = await flow.reading.holdings(member.me.caller);
      const lostFrom = holdings.find(({ tokens }) => tokens.some(({ token }) => token.id === input.serial));
      const poste = lostFrom?.workstation?.assetNumber;
      const isNomade = credential !== undefined || lost.replacement?.kind === 'nomade';
      const motif = lost.replacement && motifOf({ reason: null, ...lost.replacement });
      const wish = new URLSearchParams({ ...(poste ? { poste } : {}), ...(motif ? { motif } : {}) });
      // who reports it for somebody asks for them too
      const own = isNomade ? nomadeFormFor(credential?.device?.id) : `/demandes/nouvelle?${wish}`;
      const href = lostFrom || credential ? own : `/service/demande?${wish}`;
      const link = motif && ({ href, text: isNomade ? 'loss.anew' : 'loss.replace' } as const);
      const text = isNomade ? nomadeText(lost.published) : lost.published ? 'done.loss' : 'done.loss.later';
      return {
        to: lostFrom || credential ? '/mes-jetons' : homeOf(member),
        notice: { ...revoked(lost.published, text), params: { serial: input.serial }, ...(link ? { link } : {}) },
      };
    },
    { show: lossPage, act: 'token.reportLoss' },
  );
}
