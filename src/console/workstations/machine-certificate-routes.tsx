import type { Request } from 'express';
import { mightEver } from '../../book/rights/authorise.ts';
import { CertifyMachine, MachineCertificate, ShowRequest } from '../../flow/workstation/machine-certificate.ts';
import { parseForm, single, type Values } from '../frame/forms/forms.ts';
import type { Handler } from '../frame/page-router.tsx';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import { fieldError } from '../frame/shell/failures.ts';
import type { Member } from '../frame/visit.ts';
import { CompareKey } from './machine-certificate.tsx';

const ACT = 'workstation.certify';

/** The uploaded request as text: PEM as it is, DER in base64; what was sent before a password was asked for stands in the form. */
function requestOf({ files, values }: Member): Values & { request: string } {
  const content = files['request']?.content;
  if (content === undefined) return { request: single(values, 'request') };
  return { request: content[0] === 0x30 ? content.toString('base64') : content.toString('latin1') };
}

/** A workstation's own certificate: its request comes in, the certificate with its chain goes out. */
export function machineRoutes({ door: { flow }, on }: RouteParts, show: Handler<Member>): void {
  on.get('/postes/:number/certificat', async (member, req) => {
    const named = single(member.query, 'numero');
    const input = { workstation: part(req, 'number').toUpperCase(), ...(named ? { certificate: named } : {}) };
    const file = await flow.machine.download(member.me.caller, parseForm(MachineCertificate, input));
    return { file: { ...file, type: 'application/x-pem-file' } };
  });
  const page = (req: Request) => `/postes/${part(req, 'number').toUpperCase()}`;
  /** The key's fingerprint, to be compared with what the workstation shows before anything is asked for. */
  const compare: Handler<Member> = async (member, req) => {
    const workstation = part(req, 'number').toUpperCase();
    const { request } = requestOf(member);
    if (!request && mightEver(member.me.caller, ACT, member.now)) throw fieldError('request', 'missing');
    const input = parseForm(ShowRequest, { workstation, request: request || '-' }); // refused, with its entry
    const { keySha256 } = await flow.machine.show(member.me.caller, input);
    return {
      title: member.t('machine.compare'),
      page: <CompareKey workstation={workstation} request={input.request} keySha256={keySha256} />,
    };
  };
  on.post('/postes/:number/certificat', compare, { show, act: ACT, carry: requestOf, file: ACT, back: page });
  on.post(
    '/postes/:number/certificat/delivrer',
    async (member, req) => {
      const { keySha256, request } = member.values;
      const input = parseForm(CertifyMachine, {
        workstation: part(req, 'number').toUpperCase(),
        ...(keySha256 === undefined ? {} : { keySha256 }),
        ...(request === undefined ? {} : { request }),
      });
      const { published } = await flow.machine.certify(member.me.caller, input);
      const text = published ? 'machine.done' : 'machine.done.unpublished';
      return { to: page(req), notice: { kind: 'success', text } };
    },
    {
      // what was not ticked is asked again; whatever else is refused is told on the workstation's page
      show: (member, req) => (member.failure?.code === 'invalid_input' ? compare : show)(member, req),
      act: ACT,
      back: page,
    },
  );
}
