/** How an answer may be coded on its way (RFC 9110, 8.4), the one that we would rather send first. */
export const CODINGS = ['br', 'gzip', 'identity'] as const;
export type ContentCoding = (typeof CODINGS)[number];

/**
 * The coding of those offered that a client likes best, of equal ones the smallest; undefined where it wants none of them. The header is the
 * client's: what is no weight counts as refused.
 */
export function contentCoding(
  acceptEncoding: string | undefined,
  offered: readonly ContentCoding[] = CODINGS,
): ContentCoding | undefined {
  const asked = new Map((acceptEncoding ?? '').split(',').map(weighed));
  const weight = (coding: ContentCoding) =>
    // what nobody named may be sent as it is, but is liked least
    asked.get(coding) ?? asked.get('*') ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  const best = Math.max(...offered.map(weight));
  return best > 0 ? offered.find((coding) => weight(coding) === best) : undefined;
}

function weighed(part: string): [string, number] {
  const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const known = name === 'x-gzip' ? 'gzip' : name;
  if (q === undefined) return [known, 1];
  return [known, /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 0];
}
