import type { Authority, AuthorityFolder } from '../keys/authority.ts';
import { fileStem } from '../keys/make-authority.ts';
import type { Standing } from '../standing.ts';
import type { StatusOrder } from './status-messages.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What is to be told of these CAs. */
export function orderOf(
  standings: readonly Standing[],
  folder: Pick<AuthorityFolder, 'delegateKey'>,
): Omit<StatusOrder, 'withheld'> {
  const delegateOf = (authority: Authority | undefined) => {
    if (!authority) return {};
    const key = folder.delegateKey(authority);
    const delegate = { certificate: base64(authority.certificate), key: base64(key) };
    key.fill(0);
    return { delegate };
  };
  const all = new Set(standings.flatMap(({ root, issuing }) => [root, issuing]));
  return {
    authorities: [...all].map(({ row, certificate }) => ({
      id: row.id,
      stem: fileStem(row),
      certificate: base64(certificate),
    })),
    issuers: standings.map(({ issuing, signer, revokedAt }) => ({
      id: issuing.row.id,
      ...(revokedAt === undefined ? {} : { revokedAt }),
      ...delegateOf(signer.last()),
    })),
  };
}
