import { z } from 'zod';
import { DEVICE_KINDS, type DeviceKind, type REPLACEMENT_REASONS, type RequestKind } from '../book/tables/codes.ts';
import { oneLine } from '../flow/inputs.ts';
import { NamedDevice } from '../flow/request/devices.ts';
import { SubmitRequest } from '../flow/request/request.ts';
import { folded, type Parsed, parseRows } from './rows.ts';

/** Why somebody asks, as people write it; compared without case, accents, spaces and hyphens. */
const MOTIFS: readonly (readonly [RequestKind, (typeof REPLACEMENT_REASONS)[number] | undefined, readonly string[]])[] =
  [
    ['first-issue', undefined, ['première dotation', 'dotation', 'first issue']],
    ['renewal', undefined, ['renouvellement', 'renewal']],
    ['replacement', 'lost', ['perte', 'perdu', 'lost']],
    ['replacement', 'stolen', ['vol', 'volé', 'stolen']],
    ['replacement', 'damaged', ['dommage', 'endommagé', 'cassé', 'damaged']],
    ['replacement', 'forgotten', ['oubli', 'oublié', 'temporaire', 'forgotten', 'temporary']],
    ['nomade', undefined, ['nomade']],
  ];
const ASKED = new Map(
  MOTIFS.flatMap(([kind, reason, words]) =>
    words.map((word) => [folded(word), reason ? { kind, reason } : { kind }] as const),
  ),
);
const PRIORITIES = ['normale', 'continuité', 'crise'] as const;
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
const SYSTEMS: Readonly<Record<string, DeviceKind>> = {
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

/**
 * Requests for others from CSV, with the headings `matricule;motif;poste` and, where they are wanted,
 * `site;priorite;profil;commentaire` and for Nomade `appareil;systeme`, in any order. Attacker-controlled; never throws for what a file may hold.
 */
export function parseRequests(file: string | Uint8Array): Parsed<z.output<typeof AskedRow>> {
  return parseRows(file, {
    schema: AskedRow,
    columns: {
      holder: ['matricule', 'porteur', 'identifiant'],
      motif: ['motif', 'raison', 'reason'],
      workstation: ['poste', 'numero'],
      deliverySite: ['site', 'livraison'],
      priority: ['priorite'],
      profile: ['profil'],
      comment: ['commentaire'],
      device: ['appareil', 'device'],
      system: ['systeme', 'system'],
    },
    optional: ['deliverySite', 'priority', 'profile', 'comment', 'device', 'system'],
    unique: [],
    legacy: true,
  });
}
