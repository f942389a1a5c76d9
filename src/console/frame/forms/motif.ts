import {
  REQUEST_KINDS,
  REQUEST_REASONS,
  type ReplacementReason,
  type RequestKind,
} from '../../../book/tables/codes.ts';

/** Kind and reason of a request as one choice, which is how people think of it: « perte », « renouvellement »… */
export const ASKED_MOTIFS = [
  'first-issue',
  'renewal',
  'replacement:lost',
  'replacement:stolen',
  'replacement:damaged',
  'replacement:forgotten',
  'nomade',
] as const;
/** The same, with what the service asks for on a recall or a migration. */
export const MOTIFS = [...ASKED_MOTIFS, 'replacement:recalled', 'replacement:migrated'] as const;
export type AskedMotif = (typeof ASKED_MOTIFS)[number];
export type Motif = (typeof MOTIFS)[number];

/** The one choice that stands for the kind and the reason of a request. */
export function motifOf(request: { kind: RequestKind; reason: ReplacementReason | null }): Motif {
  return (
    MOTIFS.find((motif) => motif === (request.reason ? `${request.kind}:${request.reason}` : request.kind)) ??
    'first-issue'
  );
}

/** The kind and reason of a choice; undefined for what is none. */
export function splitMotif(text: string): { kind: RequestKind; reason?: ReplacementReason } | undefined {
  const [first, second] = text.split(':');
  const kind = REQUEST_KINDS.find((k) => k === first);
  const reason = REQUEST_REASONS.find((r) => r === second);
  if (!kind) return undefined;
  return reason ? { kind, reason } : { kind };
}
