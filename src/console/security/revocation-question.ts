import type { z } from 'zod';
import type { ToRevoke } from '../../flow/reading/token/tokens.ts';
import type { Revoke } from '../../flow/revocation/revocation.ts';
import { grouped, nameOf } from '../frame/components/names.ts';
import type { Question } from '../frame/forms/grave-acts.tsx';
import type { Member } from '../frame/visit.ts';

type Reason = z.output<typeof Revoke>['reason'];

/** How it stands, and how it will. */
function stateOf({ t }: Member, of: ToRevoke['of']): { value: string; to?: string } {
  if (of === null) return { value: t('grave.unknown') };
  if (of.kind === 'token') return { value: t(`state.token.${of.state}`), to: t('state.token.revoked') };
  return { value: t(`state.certificate.${of.state}`), to: t('state.certificate.revoked') };
}

/** Whose access ends, on which machine, and why: a serial that was mistyped is somebody else's. */
export function revocationQuestion(member: Member, reason: Reason, target: ToRevoke): Question {
  const { t } = member;
  const { serial, of, holder, assetNumber } = target;
  return {
    title: 'grave.revoke',
    facts: [
      { term: t('label.serialOrCertificate'), value: grouped(serial) },
      {
        term: t('label.holder'),
        value: holder ? `${nameOf(holder)} (${holder.directoryId ?? '—'})` : t('grave.unknown'),
      },
      { term: t('label.service'), value: holder?.service ?? '—' },
      { term: t('label.workstation'), value: assetNumber ?? '—' },
      { term: t('label.state'), ...stateOf(member, of) },
      { term: t('label.reason'), value: t(`revocation.${reason}`) },
    ],
    warning: 'loss.warning',
    send: 'revoke.send',
    back: '/securite',
  };
}
