import { z } from 'zod';
import { CURRENT_TERMS, hashOfTerms } from '../../../book/rules/request/nomade-terms.ts';
import { DEVICE_KINDS } from '../../../book/tables/codes.ts';
import { CredentialRef, ReportLoss, Revoke, RevokeByCode } from '../../../flow/revocation/revocation.ts';
import { NOMADE_NOTES } from '../../../words/nomade-notes.ts';
import { operation } from '../../operation.ts';
import { Certificate, Device, ReadToken, Revoked } from '../../shapes/tokens.ts';
import { Time } from '../../shapes/values.ts';

/** A personal device, and whether a nomade credential is on it or asked for. */
const OwnDevice = z.object({ device: Device, inUse: z.boolean() });

/** What somebody holds, and how it ends. A serial names a token, or the certificate of a nomade credential. */
export const tokens = {
  myTokens: operation({
    method: 'GET',
    path: '/v1/me/tokens',
    summary: "The caller's own tokens and nomade credentials",
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({
      tokens: z.array(ReadToken.extend({ notAfter: Time.nullable() })),
      credentials: z.array(Certificate.extend({ device: Device.nullable() })),
      devices: z.array(OwnDevice),
    }),
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
  giveUpCredential: operation({
    method: 'POST',
    path: '/v1/credentials/{serial}/give-up',
    summary: 'The holder gives a nomade credential of their own up: revoked at once',
    acts: ['credential.giveUp'],
    input: CredentialRef,
    output: Revoked,
    run: ({ door, who }, input) => door.flow.revocation.giveUp(who.caller, input),
  }),
  nomadeTerms: operation({
    method: 'GET',
    path: '/v1/nomade/terms',
    summary:
      'The conditions of a nomade credential as they stand: its holder agrees to this version before the download',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({ version: z.int(), sha256: z.string(), fr: z.array(z.string()), en: z.array(z.string()) }),
    run: async () => ({
      version: CURRENT_TERMS.version,
      sha256: hashOfTerms(CURRENT_TERMS),
      fr: [...CURRENT_TERMS.fr],
      en: [...CURRENT_TERMS.en],
    }),
  }),
  nomadeNotes: operation({
    method: 'GET',
    path: '/v1/nomade/notes',
    summary: 'How a nomade credential is installed, step by step, for each system of a device',
    acts: 'everyone',
    input: z.strictObject({}),
    output: z.object({
      items: z.array(
        z.object({ kind: z.enum(DEVICE_KINDS), system: z.string(), fr: z.array(z.string()), en: z.array(z.string()) }),
      ),
    }),
    run: async () => ({
      items: DEVICE_KINDS.map((kind) => {
        const { system, fr, en } = NOMADE_NOTES[kind];
        return { kind, system, fr: [...fr], en: [...en] };
      }),
    }),
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
    run: async ({ door, who }, input) => {
      // a name is the console's, whose reader speaks with its bearer
      const { holderName: _, ...revoked } = await door.flow.revocation.revokeByCode(who.caller, input);
      return revoked;
    },
  }),
};
