import { z } from 'zod';
import { ReportLoss, Revoke, RevokeByCode } from '../../flow/revocation/revocation.ts';
import { operation } from '../operation.ts';
import { Certificate, Revoked, Token } from '../shapes.ts';

/** What somebody holds, and how it ends. A serial names a token, or the certificate of a nomade credential. */
export const tokens = {
  myTokens: operation({
    method: 'GET',
    path: '/v1/me/tokens',
    summary: "The caller's own tokens and nomade credentials",
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ tokens: z.array(Token), credentials: z.array(Certificate) }),
    run: ({ door, who }) => door.flow.reading.myTokens(who.caller),
  }),
  reportLoss: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/report-loss',
    summary: 'The holder, or their correspondent, reports a loss: revoked at once',
    acts: ['token.reportLoss'],
    input: ReportLoss,
    output: Revoked,
    run: ({ door, who }, input) => door.flow.revocation.reportLoss(who.caller, input),
  }),
  revokeToken: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/revoke',
    summary: "Revoke somebody else's token or credential",
    acts: ['token.revoke'],
    input: Revoke,
    output: Revoked,
    run: ({ door, who }, input) => door.flow.revocation.revoke(who.caller, input),
  }),
  revokeByCode: operation({
    method: 'POST',
    path: '/v1/tokens/{serial}/revoke-by-code',
    summary: "By telephone: revoke with the code of the holder's letter",
    acts: ['token.revokeByCode'],
    limited: true,
    input: RevokeByCode,
    output: Revoked,
    run: ({ door, who }, input) => door.flow.revocation.revokeByCode(who.caller, input),
  }),
};
