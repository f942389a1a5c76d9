import { z } from 'zod';
import { rolesOf } from '../../book/rights/roles.ts';
import { ROLES, type Role } from '../../book/tables/codes.ts';
import { oneLine } from '../../flow/inputs.ts';
import { SetAddress } from '../../flow/people/people.ts';
import { Proof, passkeyAnswer } from '../access/passkey-answer.ts';
import { moment } from '../frame/dates.ts';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { localPath } from '../frame/forms/guard.ts';
import { json } from '../frame/json-answer.ts';
import type { Answer } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import { homeOf } from '../frame/shell/menu.ts';
import { flat, isMember, type Member, type Visit } from '../frame/visit.ts';
import { AccountPage, type MadeToken } from './account.tsx';
import { OwnDataPage } from './own-data.tsx';
import { ResumePage } from './resume.tsx';
import { SignInPage } from './sign-in.tsx';
import { WelcomePage } from './welcome.tsx';

const SignIn = z.strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(1024) });
const Welcome = z.strictObject({
  token: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(1024),
  again: z.string().min(1).max(1024),
  code: z.string().trim().max(20).optional(),
  former: z.string().max(1024).optional(),
});
const NewApiToken = z.strictObject({
  name: oneLine(40),
  scopes: z.array(z.enum(ROLES)).min(1),
  days: z.int().min(1).max(90),
  certificate: z.string().trim().max(20_000).optional(),
});

/** Coming in, going out, one's own account. */
export function sessionRoutes({ door, on, cookies }: RouteParts): void {
  const { identity } = door;

  const signInPage = (visit: Visit, _req?: unknown, carried?: Values): Answer => {
    if (isMember(visit)) return { to: homeOf(visit) };
    const next = localPath(single(visit.values, '_suite') || single(visit.query, 'suite'));
    const kept = carried ?? carriedBy(visit.values);
    return { title: visit.t('signIn.title'), page: <SignInPage next={next} carried={kept} /> };
  };
  on.get('/', (member) => ({ to: homeOf(member) }));
  on.openGet('/connexion', signInPage);

  on.openPost(
    '/connexion',
    async (visit, req) => {
      const input = parseForm(SignIn, pick(visit.values, 'login', 'password'));
      const opened = await identity.signIn(input, visit.from);
      if (visit.token !== undefined) await identity.signOut(visit.token, visit.from); // one browser, one session
      const res = req.res;
      if (res) cookies.setSession(res, opened.token);
      const next = localPath(single(visit.values, '_suite'));
      const carried = carriedBy(visit.values);
      const me = await identity.bySession(opened.token);
      // roles that this password does not open: their passkey first, and a form that was carried waits for it
      if (me?.withheld.length && !carried) return { to: `/connexion/cle?suite=${encodeURIComponent(next)}` };
      if (!carried) return { to: next };
      const as = { ...visit, me, token: opened.token, csrf: opened.csrf };
      return { title: visit.t('resume.title'), page: <ResumePage action={next} values={carried} />, as };
    },
    { show: signInPage, act: 'signIn' },
  );

  const welcomePage = (visit: Visit): Answer => {
    const restored = single(visit.query, 'restauration') === '1' || single(visit.values, 'restauration') === '1';
    const page = <WelcomePage restored={restored} passkeys={identity.passkeysUsable()} />;
    return { title: visit.t('welcome.title'), page };
  };
  on.openGet('/bienvenue', welcomePage);
  on.openGet('/bienvenue/defi', async () => json(await identity.formerPasskeyRequest()));
  on.openPost(
    '/bienvenue',
    async (visit) => {
      const given = pick(visit.values, 'token', 'password', 'again', 'code', 'former');
      const { token, password, again, code, former } = parseForm(Welcome, given);
      if (password !== again) throw fieldError('again', 'mismatch');
      const passkey = single(visit.values, 'response') === '' ? undefined : passkeyAnswer(Proof, visit);
      await identity.enrol({ token, password, code, former, passkey }, visit.from);
      return { to: '/connexion', notice: { kind: 'success', text: 'welcome.done' } };
    },
    { show: welcomePage, act: 'enrol' },
  );

  on.post(
    '/deconnexion',
    async (member, req) => {
      const { idToken } = await identity.signOut(member.token, member.from);
      if (req.res) cookies.clearSession(req.res);
      // what a page of this session left in the browser goes with it (ASVS 14.3.1); theme and language are anybody's
      req.res?.setHeader('Clear-Site-Data', '"cache"');
      // the provider's session goes too; when it does not answer, ours is gone all the same
      const there = idToken === null ? undefined : identity.provider?.signOutUrl(idToken);
      return { to: (await there?.catch(() => undefined)) ?? '/connexion' };
    },
    { show: (member) => ({ to: homeOf(member) }), back: () => '/' },
  );

  const accountPage = async (member: Member, made?: MadeToken): Promise<Answer> => {
    const [tokens, notices] = await Promise.all([
      identity.apiTokens(member.me.caller),
      door.flow.reading.ownNotices(member.me.caller),
    ]);
    const roles = rolesOf(member.me.caller, member.now);
    const given = { me: member.me, roles, tokens, notices, plain: door.site.demo, made };
    const page = <AccountPage {...given} />;
    return { title: member.t('account.title'), page };
  };
  on.get('/compte', (member) => accountPage(member));
  on.get('/compte/donnees', async (member) => ({
    title: member.t('ownData.title'),
    page: <OwnDataPage data={await door.flow.reading.ownData(member.me.caller)} />,
  }));
  const again = { show: (member: Member) => accountPage(member), back: () => '/compte' };

  on.post(
    '/compte/adresse',
    async (member) => {
      await door.flow.people.setAddress(member.me.caller, parseForm(SetAddress, member.values));
      return { to: '/compte', notice: { kind: 'success', text: 'account.address.done' } };
    },
    { ...again, act: 'person.setAddress' },
  );
  postGrave(on, '/compte/sessions', {
    ask: async ({ t, me }) => ({
      title: 'account.sessions.ask',
      facts: [
        {
          term: t('account.sessions'),
          value: `${(await identity.sessions(me.caller)).length}`,
          to: t('session.closed'),
        },
      ],
      warning: 'account.sessions.warning',
      send: 'account.sessions.end',
      back: '/compte',
    }),
    run: async (member, req) => {
      await identity.endOwnSessions(member.me.caller);
      if (req.res) cookies.clearSession(req.res);
      return { to: '/connexion' };
    },
    ...again,
  });
  on.post(
    '/compte/jetons-api',
    async (member) => {
      const input = parseForm(NewApiToken, member.values, { numbers: ['days'], lists: ['scopes'] });
      const { token } = await identity.createApiToken(member.me.caller, input);
      const made = { name: input.name, secret: token, isBound: Boolean(input.certificate) };
      return accountPage(member, made); // shown on this page only, so no redirect
    },
    again,
  );
  postGrave(on, '/compte/jetons-api/:id/revoquer', {
    ask: async ({ t, me, language }, req) => {
      const id = part(req, 'id');
      const token = (await identity.apiTokens(me.caller)).find((one) => one.id === id);
      if (!token) return undefined; // refused as it always was
      const scopes = token.scopes.split(',').map((role) => t(`role.${role as Role}`));
      return {
        title: 'account.token.ask',
        facts: [
          { term: t('label.tokenName'), value: token.name ?? '–' },
          { term: t('label.scopes'), value: scopes.join(', ') },
          { term: t('label.expires'), value: moment(language, token.expiresAt), to: t('account.token.ended') },
        ],
        warning: 'account.token.warning',
        send: 'action.revoke',
        back: '/compte',
      };
    },
    run: async (member, req) => {
      await identity.revokeApiToken(member.me.caller, part(req, 'id'));
      return { to: '/compte', notice: { kind: 'success', text: 'account.token.revoked' } };
    },
    ...again,
  });
}

function pick(values: Values, ...names: string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/** What a form carried through the sign-in page; attacker-controlled like any form. */
function carriedBy(values: Values): Values | undefined {
  const text = single(values, '_carried');
  if (text === '') return undefined;
  try {
    return flat(JSON.parse(text));
  } catch {
    return undefined;
  }
}
