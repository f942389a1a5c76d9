import type { Request } from 'express';
import { z } from 'zod';
import { BringBackOfficer } from '../../book/rules/decision-args.ts';
import { AppError } from '../../errors.ts';
import type { OpenedSession } from '../../identity/identity.ts';
import { moment } from '../frame/dates.ts';
import { parseForm, single } from '../frame/forms/forms.ts';
import { postGrave } from '../frame/forms/grave-acts.tsx';
import { localPath } from '../frame/forms/guard.ts';
import { json } from '../frame/json-answer.ts';
import type { Answer } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import { proposedNotice } from '../frame/shell/notices.ts';
import { isMember, type Member, type Visit } from '../frame/visit.ts';
import { LINE } from '../line/address.ts';
import { LockPage, UNLOCK } from '../session/lock.tsx';
import { ownFactors } from '../session/own-factors.ts';
import { AccessPage, DeviceCodePage, methodText } from './access.tsx';
import { NewPasskeyPage, PasskeyPage, RestoredPage } from './passkey.tsx';
import { Attestation, Proof, passkeyAnswer } from './passkey-answer.ts';

const LostKeys = BringBackOfficer.pick({ reason: true });
const Code = z.strictObject({ userCode: z.string().trim().min(8).max(20) });

const password = z.string().min(1).max(1024);
const NewPassword = z.strictObject({ current: password, password, again: password });

/** Passkeys, one's sessions, and the code that lets a command line in. */
export function accessRoutes({ door, on, cookies }: RouteParts): void {
  const { identity, flow } = door;
  const keep = (req: Request, { token }: OpenedSession): void => void (req.res && cookies.setSession(req.res, token));

  const passkeyPage = async (visit: Visit): Promise<Answer> => {
    const next = localPath(single(visit.values, '_suite') || single(visit.query, 'suite'));
    const withheld = visit.me?.withheld ?? [];
    if (visit.me?.locked) {
      const page = <LockPage factor={await ownFactors(identity, visit.me)} />;
      return { title: visit.t('lock.title'), page, full: true };
    }
    if (isMember(visit) && withheld.length === 0) return { to: next };
    if (visit.me?.restored) return { title: visit.t('access.restored.title'), page: <RestoredPage /> };
    const has = isMember(visit) && (await identity.passkeys(visit.me.caller)).length > 0;
    const title = visit.t(withheld.length > 0 ? 'access.raise.title' : 'access.signIn');
    return { title, page: <PasskeyPage next={next} withheld={withheld} has={has} /> };
  };
  on.openGet('/connexion/cle', passkeyPage);
  on.openGet('/connexion/cle/defi', async (visit) => json(await identity.passkeyRequest(visit.token)));
  on.openPost(
    '/connexion/cle',
    async (visit, req) => {
      const proof = passkeyAnswer(Proof, visit);
      const opened = isMember(visit)
        ? await identity.refreshWithPasskey(visit.token, proof, visit.from)
        : await identity.signInWithPasskey(proof, visit.from);
      keep(req, opened);
      return { to: localPath(single(visit.values, '_suite')) };
    },
    { show: passkeyPage, act: 'passkey' },
  );
  /** A locked bench is opened by the password that came with this form, where that is enough. */
  on.post(UNLOCK, () => ({ to: LINE }), { show: () => ({ to: LINE }), back: () => LINE });
  /** Step-up beside a form that is still open: the script sends that form again afterwards. */
  on.post(
    '/connexion/cle/confirmer',
    async (member, req) => {
      keep(req, await identity.refreshWithPasskey(member.token, passkeyAnswer(Proof, member), member.from));
      return { fragment: <p /> };
    },
    { show: (member) => ({ title: member.t('access.raise.title'), page: <p /> }), back: () => '/' },
  );

  const accessPage = async (member: Member): Promise<Answer> => {
    const { caller } = member.me;
    const [passkeys, sessions] = await Promise.all([identity.passkeys(caller), identity.sessions(caller)]);
    const usable = identity.passkeysUsable();
    return {
      title: member.t('access.title'),
      page: (
        <AccessPage
          passkeys={passkeys}
          sessions={sessions}
          current={identity.sessionId(member.token)}
          usable={usable}
        />
      ),
    };
  };
  on.get('/compte/acces', accessPage);
  const again = { show: accessPage, back: () => '/compte/acces' };

  const newPasskeyPage = async (member: Member): Promise<Answer> => {
    const options = await identity.passkeyRegistration(member.token);
    return { title: member.t('access.passkeys.add'), page: <NewPasskeyPage options={options} /> };
  };
  on.post('/compte/acces/cles/nouvelle', newPasskeyPage, again);
  on.post(
    '/compte/acces/cles',
    async (member, req) => {
      const response = passkeyAnswer(Attestation, member);
      keep(req, await identity.registerPasskey(member.token, { name: single(member.values, 'name'), response }));
      const isFirst = (await identity.passkeys(member.me.caller)).length === 1;
      const text = isFirst ? 'access.passkeys.added.first' : 'access.passkeys.added';
      return { to: '/compte/acces', notice: { kind: 'success', text } };
    },
    { ...again, show: newPasskeyPage },
  );
  postGrave(on, '/compte/acces/cles/:id/retirer', {
    ask: async ({ t, me, language }, req) => {
      const id = part(req, 'id');
      const passkeys = await identity.passkeys(me.caller);
      const passkey = passkeys.find((one) => one.id === id);
      if (!passkey) return undefined; // refused as it always was
      return {
        title: 'access.passkeys.ask',
        facts: [
          { term: t('access.passkeys.name'), value: passkey.name },
          { term: t('access.since'), value: moment(language, passkey.createdAt) },
          { term: t('access.passkeys'), value: `${passkeys.length}`, to: `${passkeys.length - 1}` },
        ],
        warning: 'access.passkeys.warning',
        send: 'access.passkeys.remove',
        back: '/compte/acces',
      };
    },
    run: async (member, req) => {
      await identity.removePasskey(member.me.caller, part(req, 'id'));
      return { to: '/compte/acces', notice: { kind: 'success', text: 'access.passkeys.removed' } };
    },
    ...again,
  });
  on.post(
    '/compte/acces/mot-de-passe',
    async (member, req) => {
      const { current, password, again: repeated } = parseForm(NewPassword, member.values);
      if (password !== repeated) throw fieldError('again', 'mismatch');
      keep(req, await identity.changePassword(member.token, { current, password }, member.from));
      return { to: '/compte/acces', notice: { kind: 'success', text: 'access.password.done' } };
    },
    again,
  );
  postGrave(on, '/compte/acces/sessions/:id/fin', {
    ask: async ({ t, me, language, token }, req) => {
      const id = part(req, 'id');
      const isThis = id === identity.sessionId(token);
      const session = (await identity.sessions(me.caller)).find((one) => one.id === id);
      if (!session) return undefined; // refused as it always was
      return {
        title: 'access.sessions.ask',
        // when it was seen last is another moment by the time of the answer
        facts: [
          { term: t('access.since'), value: moment(language, session.createdAt) },
          { term: t('access.how'), value: methodText(t, session.method) },
          { term: t('access.from'), value: session.address },
        ],
        warning: isThis ? 'access.sessions.warning.this' : 'access.sessions.warning',
        send: 'access.sessions.end',
        back: '/compte/acces',
      };
    },
    run: async (member, req) => {
      await identity.endSession(member.me.caller, part(req, 'id'), member.from);
      return { to: '/compte/acces', notice: { kind: 'success', text: 'access.sessions.ended' } };
    },
    ...again,
  });
  /** The warning's button: the visit itself is what keeps the session. */
  on.post('/session/prolonger', () => ({ fragment: <p /> }), { show: accessPage, back: () => '/' });

  on.post(
    '/administration/personnes/:id/retablir',
    async (member, req) => {
      const args = { personId: part(req, 'id') };
      const proposal = await flow.dualControl.propose(member.me.caller, { act: 'account.recover', args });
      return { to: '/double-controle', notice: proposedNotice(proposal) };
    },
    { ...again, back: (req) => `/administration/personnes/${part(req, 'id')}` },
  );

  on.post(
    '/administration/personnes/:id/ramener',
    async (member, req) => {
      const { reason } = parseForm(LostKeys, { reason: single(member.values, 'reason') });
      const args = { personId: part(req, 'id'), reason };
      await flow.dualControl.propose(member.me.caller, { act: 'officer.bringBack', args });
      return { to: '/double-controle', notice: { kind: 'success', text: 'dual.proposed.waits' } };
    },
    { ...again, act: 'officer.bringBack', back: (req) => `/administration/personnes/${part(req, 'id')}` },
  );

  const codePage = (visit: Visit): Answer => ({ title: visit.t('access.code.title'), page: <DeviceCodePage /> });
  on.get('/connexion/code', codePage);
  on.post(
    '/connexion/code',
    async (member) => {
      const { userCode: code } = parseForm(Code, { userCode: single(member.values, 'userCode') });
      const waiting = await identity.peekDeviceSignIn(member.me.caller, code, member.from);
      if (!waiting)
        throw new AppError('expired', 'no command line waits with this code', { detail: { why: 'device-code' } });
      return { title: member.t('access.code.title'), page: <DeviceCodePage waiting={{ code, ...waiting }} /> };
    },
    { show: codePage, back: () => '/connexion/code' },
  );
  on.post(
    '/connexion/code/confirmer',
    async (member) => {
      const { userCode: code } = parseForm(Code, { userCode: single(member.values, 'userCode') });
      await identity.approveDeviceSignIn(member.token, code, member.from);
      return { to: '/compte/acces', notice: { kind: 'success', text: 'access.code.done' } };
    },
    { show: codePage, back: () => '/connexion/code' },
  );
}
