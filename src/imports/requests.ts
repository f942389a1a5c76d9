import { z } from 'zod';
import { DEVICE_KINDS, type DeviceKind, type REPLACEMENT_REASONS, type RequestKind } from '../book/tables/codes.ts';
import { oneLine } from '../flow/inputs.ts';
import { NamedDevice } from '../flow/request/devices.ts';
import { SubmitRequest } from '../flow/request/request.ts';
import { requestNames } from '../words/request-names.ts';
import { folded, type Parsed, siftRows } from './rows.ts';

/** Why somebody asks; `words`: as people write it, compared without case, accents, spaces and hyphens. */
type Motif = { words: readonly string[] } & (
  | { kind: Exclude<RequestKind, 'replacement'>; reason?: never }
  | { kind: 'replacement'; reason: (typeof REPLACEMENT_REASONS)[number] }
);
/** Why somebody asks, by the words that its column takes. */
export const MOTIF_WORDS: readonly Motif[] = [
  { kind: 'first-issue', words: ['première dotation', 'dotation', 'first issue'] },
  { kind: 'renewal', words: ['renouvellement', 'renewal'] },
  { kind: 'replacement', reason: 'lost', words: ['perte', 'perdu', 'lost'] },
  { kind: 'replacement', reason: 'stolen', words: ['vol', 'volé', 'stolen'] },
  { kind: 'replacement', reason: 'damaged', words: ['dommage', 'endommagé', 'cassé', 'damaged'] },
  { kind: 'replacement', reason: 'forgotten', words: ['oubli', 'oublié', 'temporaire', 'forgotten', 'temporary'] },
  { kind: 'nomade', words: ['nomade'] },
];
/** What the screens call it is taken too. */
function onScreens(motif: Motif): string[] {
  const name =
    motif.kind === 'replacement' ? (`motif.replacement:${motif.reason}` as const) : (`motif.${motif.kind}` as const);
  const { fr, en } = requestNames[name];
  return [fr, en];
}
const ASKED = new Map(
  MOTIF_WORDS.flatMap((motif) => {
    const { words, ...asked } = motif;
    return [...words, ...onScreens(motif)].map((word) => [folded(word), asked] as const);
  }),
);
export const PRIORITIES = ['normale', 'continuité', 'crise'] as const;
const priorityOf = (text: string): number => {
  const at = [...PRIORITIES.keys()].find((n) => text === String(n) || folded(text) === folded(PRIORITIES[n] ?? ''));
  return at ?? Number.NaN;
};

/** An empty cell is one that was left out. */
const orNothing = <S extends z.ZodType<unknown, string>>(schema: S) =>
  z
    .string()
    .transform((text) => (text.trim() === '' ? undefined : text))
    .pipe(schema.optional())
    .optional();
const { profile, deliverySite, comment, workstation } = SubmitRequest.shape;
/** Systems of personal devices, as people write them. */
export const SYSTEMS: Readonly<Record<string, DeviceKind>> = {
  ...Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, kind])),
  mac: 'macos',
  iphone: 'ios',
  ipad: 'ios',
};

/** A row as it is written; its motif becomes kind and reason. */
const AskedRow = z
  .strictObject({
    holder: oneLine(64),
    motif: z
      .string()
      .refine((text) => ASKED.has(folded(text)))
      .transform((text) => ASKED.get(folded(text)) ?? { kind: 'first-issue' as const }),
    workstation: orNothing(z.string().trim().toUpperCase().pipe(workstation.unwrap())),
    deliverySite: orNothing(deliverySite.unwrap()),
    priority: orNothing(z.string().trim().transform(priorityOf).pipe(z.int())),
    profile: orNothing(profile.unwrap()),
    comment: orNothing(comment.unwrap()),
    device: orNothing(NamedDevice.shape.name),
    system: orNothing(
      z
        .string()
        .transform((text) => SYSTEMS[folded(text)])
        .pipe(NamedDevice.shape.kind),
    ),
  })
  // half of a device is not left out in silence
  .refine(({ device, system }) => device !== undefined || system === undefined, { path: ['device'] })
  .refine(({ device, system }) => system !== undefined || device === undefined, { path: ['system'] })
  .transform(({ motif, priority, device: name, system: kind, ...rest }): SubmitRequest & { holder: string } => {
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const device = name !== undefined && kind !== undefined ? { device: { name, kind } } : {};
    return { ...given, ...motif, ...device, holder: rest.holder, priority: Number(priority ?? 0) };
  });

const COLUMNS = {
  holder: ['matricule', 'porteur', 'identifiant'],
  motif: ['motif', 'raison', 'reason'],
  workstation: ['poste', 'numero'],
  deliverySite: ['site', 'livraison'],
  priority: ['priorite'],
  profile: ['profil'],
  comment: ['commentaire'],
  device: ['appareil', 'device'],
  system: ['systeme', 'system'],
} as const;
/** The headings of such a file, those that may be left out too. */
export const REQUEST_HEADINGS: readonly string[] = Object.values(COLUMNS).map(([french]) => french);

/** Such a file as it was read; `lines`: on which line of it each row stands. */
interface ParsedRequests extends Parsed<z.output<typeof AskedRow>> {
  lines: number[];
}
/**
 * Requests for others from CSV, with the headings `matricule;motif;poste` and, where they are wanted,
 * `site;priorite;profil;commentaire` and for Nomade `appareil;systeme`, in any order. Attacker-controlled; never throws for what a file may hold.
 */
export function parseRequests(file: string | Uint8Array): ParsedRequests {
  const { rows, problems } = siftRows(file, {
    schema: AskedRow,
    columns: COLUMNS,
    optional: ['deliverySite', 'priority', 'profile', 'comment', 'device', 'system'],
    unique: [],
    legacy: true,
  });
  if (problems.length > 0) return { rows: [], lines: [], problems };
  return { rows: rows.map(({ row }) => row), lines: rows.map(({ line }) => line), problems };
}
