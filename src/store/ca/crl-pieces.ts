import type { KeptCrl } from '../../ca/ports.ts';

/** One piece of a CRL's entries, with the CRL that they belong to; a CRL without any has one row too. */
export interface PieceRow {
  number: number;
  thisUpdate: number;
  nextUpdate: number;
  entries: number;
  head: Uint8Array;
  tail: Uint8Array;
  upTo: number | null;
  gatheredAt: number | null;
  der: Uint8Array | null;
}

/**
 * The newest CRL of an issuer, by one statement, so it is one CRL, whoever publishes meanwhile. `issuerId` is the word for
 * its one parameter.
 */
export const lastCrlOf = (issuerId: string): string => `
  SELECT c."number", c."thisUpdate", c."nextUpdate", c."entries", b."head", b."tail", b."upTo", b."gatheredAt", p."der"
  FROM "crlBody" b JOIN "crl" c ON c."issuerId" = b."issuerId" AND c."number" = b."number"
  LEFT JOIN "crlPiece" p ON p."issuerId" = b."issuerId"
  WHERE b."issuerId" = ${issuerId} ORDER BY p."number"`;

/** The CRL that these rows are. */
export function putTogether(rows: readonly PieceRow[]): KeptCrl | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const { head, tail, upTo, gatheredAt, der: _, ...crl } = first;
  const der = Buffer.concat([head, ...rows.flatMap((row) => (row.der ? [row.der] : [])), tail]);
  if (upTo === null || gatheredAt === null) return { ...crl, der };
  const end = der.length - tail.length;
  return { ...crl, der, list: { start: head.length, added: end, end, upTo, gatheredAt } };
}
