import { mightEver } from '../../book/authorise.ts';
import { CertifyMachine, MachineCertificate } from '../../flow/workstation/machine-certificate.ts';
import type { Handler } from '../frame/exchange.tsx';
import { fieldError } from '../frame/failures.ts';
import { parseForm, single, type Values } from '../frame/forms.ts';
import { part, type RouteParts } from '../frame/screen-parts.ts';
import type { Member } from '../frame/visit.ts';

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
  on.post(
    '/postes/:number/certificat',
    async (member, req) => {
      const workstation = part(req, 'number').toUpperCase();
      const { request } = requestOf(member);
      if (!request && mightEver(member.me.caller, ACT, member.now)) throw fieldError('request', 'missing');
      const input = parseForm(CertifyMachine, { workstation, request: request || '-' }); // refused, with its entry
      const { published } = await flow.machine.certify(member.me.caller, input);
      const text = published ? 'machine.done' : 'machine.done.unpublished';
      return { to: `/postes/${workstation}`, notice: { kind: 'success', text } };
    },
    { show, act: ACT, carry: requestOf, file: ACT },
  );
}
