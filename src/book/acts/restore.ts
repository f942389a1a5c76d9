import canonicalize from 'canonicalize';
import { act, addsMany, all, any, type Condition, moves, must, type Source, service, sets } from '../language.ts';
import { CONFIRMING, HELD, RESTORE, type Restored, readRestored, SECRET_LETTERS } from '../restored.ts';
import type { RowOf } from '../row.ts';
import type { Scene } from '../scene.ts';
import { computed, constant, empty, fresh, input, isNow, maybe, now, numberIn, oneOf, optional } from '../sources.ts';
import { confirms, decided } from './decided.ts';
import { givesSetting } from './give-setting.ts';
import { endsAgent, grantable } from './granting.ts';
import { closedFor, reopens } from './reopening.ts';

/** Rows of changes that one entry takes. */
const ROWS = 50;

function readValue(value: unknown): Restored | undefined {
  try {
    return typeof value === 'string' ? readRestored(value) : undefined;
  } catch {
    return undefined;
  }
}
/** The restore that waits. */
const waiting = (s: Scene): Restored | undefined => readValue(s.get('setting', RESTORE)?.value);
const same = (a: unknown, b: unknown): boolean => canonicalize(a) === canonicalize(b);

/** What the entry says of the restore, in the setting. */
const found: Source = computed(
  'ce que l’acte dit, son instant, et les restaurations d’avant que nul n’a confirmées',
  'what the act says, its moment, and the restores before it that nobody confirmed',
  (v, s) => {
    const [is, before, { entries, origin, evidence, revocationsKnown }] = [readValue(v), waiting(s), s.entry.detail];
    const earlier = before ? [...before.earlier, before.at] : [];
    return (
      is !== undefined &&
      isNow(is.at, s) &&
      same({ ...is, at: 0 }, { at: 0, entries, origin, evidence, revocationsKnown, earlier, ended: false })
    );
  },
);
const unended = must(
  'une restauration est trouvée, et ce qu’elle a ramené n’est pas encore terminé',
  'a restore was found, and what it brought back has not been ended yet',
  (s) => waiting(s)?.ended === false,
);
const fewRows = must(
  'une à cent lignes',
  'one to a hundred rows',
  (s) => s.steps.length > 0 && s.steps.length <= 2 * ROWS,
);
const atRestore: Source = computed(
  'l’instant de la restauration',
  'the moment of the restore',
  (v, s) => v === waiting(s)?.at,
);
const isOf = (column: string, values: readonly string[]) =>
  must(`\`${column}\` est parmi ${values.join(', ')}`, `${column} is one of ${values.join(', ')}`, (s) =>
    values.includes(String(s.value(column))),
  );
const standsStill = (path: string) =>
  must('la ligne n’a pas pris fin', 'the row has not ended', (s) => s.value(path) === null);

type Grant = RowOf<'grant'>;
const confirmingGrants = (s: Scene): readonly Grant[] => CONFIRMING.flatMap((role) => s.find('grantsOfRole', role));
const isConfirming = must('la personne confirme les restaurations', 'the person is one who confirms restores', (s) =>
  confirmingGrants(s).some((grant) => grant.personId === s.value('account.id')),
);
const closesAccounts = must(
  'qui perd un rôle n’a plus d’accès ouvert',
  'whoever loses a role has no way in that is open',
  (s) => s.writtenOf('grant').every(({ after }) => s.later('account', after.personId)?.state !== 'active'),
);
const loses = must('un rôle de la personne prend fin ici', 'a role of the person ends here', (s) =>
  s.writtenOf('grant').some(({ after }) => after.personId === s.value('account.id')),
);

/** Those who confirm come in by a link of the terminal; for all others somebody makes a new one. */
const opensAnew = must(
  'qui ne confirme pas les restaurations n’a plus de lien',
  'whoever does not confirm restores has no link any more',
  (s) => isConfirming.holds(s) || (s.written('account.inviterId') === null && s.written('account.voucherId') === null),
);

/** What an entry of a restore's end does. */
const ends = (
  kind: string,
  fr: string,
  en: string,
  writes: Parameters<typeof act>[1]['writes'],
  ...more: Condition[]
) =>
  act(`restore.end ${kind}`, {
    fr: `Mettre fin à ce qu’une restauration a ramené : ${fr}`,
    en: `End what a restore brought back: ${en}`,
    by: service('une restauration est trouvée', 'a restore was found'),
    on: { word: 'service' },
    says: { kind: constant(kind) },
    writes: writes ?? [],
    before: [unended, fewRows, ...more],
  });

const OPEN = ['liveApiTokens', 'openProposals', 'openSecretLetters', 'openPickupCodes'] as const;
const nothingLives = must(
  'aucun jeton d’API, aucune proposition, aucun rôle d’opérateur, aucun accès de qui confirme, aucune lettre secrète, aucun code de retrait ne subsiste',
  'no API token, no proposal, no role of an operator, no way in of those who confirm, no secret letter, no pick-up code is left',
  (s) =>
    OPEN.every((index) => s.count(index) === 0) &&
    HELD.every((role) => s.count('grantsOfRole', role) === 0) &&
    confirmingGrants(s).every((grant) => s.get('account', grant.personId)?.state !== 'active'),
);

const isLive = ({ validUntil }: Grant, s: Scene): boolean => validUntil === null || validUntil > s.clock.earliest;
/** The grants that two persons named; those that a restore ended come back. */
const chosen = (s: Scene): readonly (Grant | undefined)[] =>
  (decided('restore.confirm', s)?.grants ?? []).map((id) => s.get('grant', id));
const comeBack = (s: Scene): readonly Grant[] =>
  chosen(s).flatMap((grant) => (grant === undefined || grant.revokedAt === null ? [] : [grant]));
const theTwo = (s: Scene): readonly unknown[] => [s.entry.actor, s.value('proposal.proposerId')];
/** Roles of people who may confirm a restore and were not named: they end, except those of the two who confirm it. */
const notNamed = (s: Scene): readonly Grant[] => {
  const named = decided('restore.confirm', s)?.grants ?? [];
  return confirmingGrants(s).filter(
    (grant) => isLive(grant, s) && !theTwo(s).includes(grant.personId) && !named.includes(grant.id),
  );
};
const mayComeBack = (grant: Grant | undefined, s: Scene): boolean => {
  if (grant === undefined || theTwo(s).includes(grant.personId) || !isLive(grant, s)) return false;
  const { role, revokedAt } = grant;
  if (revokedAt === null) return CONFIRMING.includes(role);
  const { at = Number.NaN, earlier = [] } = waiting(s) ?? {};
  return HELD.includes(role) && [at, ...earlier].includes(revokedAt);
};
const COPIED = ['personId', 'role', 'scope', 'validFrom', 'validUntil'] as const;
const copyOf = (row: Grant): string => canonicalize(COPIED.map((name) => row[name])) ?? '';
const given = (s: Scene): string[] =>
  s
    .writtenOf('grant')
    .filter(({ before }) => before === undefined)
    .map(({ after }) => copyOf(after));
const likeOne = (column: (typeof COPIED)[number]): Source =>
  computed(`\`${column}\` d’un rôle qui revient`, `${column} of a role that comes back`, (v, s) =>
    comeBack(s).some((grant) => grant[column] === v),
  );

/** A restore hands no power back: it is found, what it brought back ends, and two persons confirm it. */
export const RESTORE_ACTS = [
  act('journal.restore', {
    fr: 'Constater que ces registres furent restaurés',
    en: 'Find that these records were restored',
    by: service(
      'ils sont plus anciens que ce qui fut signé ou publié',
      'they are older than what was signed or published',
    ),
    on: { word: 'journal' },
    says: {
      evidence: input('ce qui le montre', 'what shows it', /^\["[a-z-]+"(,"[a-z-]+")*\]$/),
      entries: computed('le nombre d’écritures restées', 'how many entries are left', (v, s) => {
        return v === s.entry.seq || v === s.entry.seq - 1;
      }),
      revocationsKnown: oneOf([true, false]),
      origin: input('le nouveau nom du journal', "the journal's new name", /^[^\s+]{1,200}$/),
      lastCheckpoint: maybe(
        computed('le dernier point de contrôle gardé', 'the last checkpoint kept', (v) => {
          return typeof v === 'string' && v.length <= 2000;
        }),
      ),
    },
    writes: givesSetting(RESTORE, found),
  }),
  act('restore.copyFound', {
    fr: 'Constater qu’une copie de la dernière liste de révocation est là : rien de révoqué ne manque',
    en: 'Find that a copy of the last CRL is here: nothing that was revoked is missing',
    by: service(
      'une liste publiée n’est pas plus ancienne que ces données',
      'a published CRL is no older than these records',
    ),
    on: { word: 'journal' },
    writes: givesSetting(
      RESTORE,
      computed('la même restauration, révocations connues', 'the same restore, its revocations known', (v, s) => {
        const before = waiting(s);
        return before !== undefined && v === canonicalize({ ...before, revocationsKnown: true });
      }),
    ),
    before: [
      must('une restauration attend, et il manquait cette copie', 'a restore waits, and this copy was missing', (s) => {
        return waiting(s)?.revocationsKnown === false;
      }),
    ],
  }),
  ends('apiToken', 'des jetons d’API', 'API tokens', [
    any(sets('apiToken', { revokedAt: atRestore }, { each: [standsStill('apiToken.revokedAt')] })),
  ]),
  ends('pickupCode', 'des codes de retrait', 'pick-up codes', [any(moves('pickupCode', 'end'))]),
  ends('proposal', 'des propositions', 'proposals', [any(moves('proposal', ['expire', 'fail']))]),
  ends(
    'grant',
    'des rôles d’opérateur, et les accès de ces personnes',
    "operators' roles, and their ways in",
    [
      any(
        sets('grant', { revokedAt: atRestore }, { each: [isOf('grant.role', HELD), standsStill('grant.revokedAt')] }),
      ),
      any(
        moves(
          'account',
          'invite',
          { inviterId: optional(empty), voucherId: optional(empty) },
          { each: [loses, opensAnew] },
        ),
      ),
    ],
    closesAccounts,
  ),
  ends('account', 'les accès de qui confirme', 'the ways in of those who confirm it', [
    any(moves('account', 'invite', {}, { each: [isConfirming] })),
  ]),
  ends('letter', 'des lettres dont nulle sauvegarde n’a le secret', 'letters whose secret no backup holds', [
    any(moves('letter', 'expire', { secretId: empty }, { each: [isOf('letter.kind', SECRET_LETTERS)] })),
  ]),
  act('restore.end', {
    fr: 'Constater que rien de ce qu’une restauration a ramené ne subsiste ; les portes s’ouvrent',
    en: 'Find that nothing is left of what a restore brought back; the doors open',
    by: service('une restauration est trouvée', 'a restore was found'),
    on: { word: 'service' },
    says: { ended: numberIn(0, 100_000_000), passkeys: numberIn(0, 100_000_000), passwords: numberIn(0, 100_000_000) },
    writes: givesSetting(
      RESTORE,
      computed('la même restauration, terminée', 'the same restore, ended', (v, s) => {
        const before = waiting(s);
        return before !== undefined && v === canonicalize({ ...before, ended: true });
      }),
    ),
    before: [unended, nothingLives],
  }),
  confirms('restore.confirm', {
    says: {
      restored: computed('l’instant de la restauration', 'the moment of the restore', (v, s) => v === waiting(s)?.at),
      entries: computed(
        'le nombre d’écritures restées',
        'how many entries were left',
        (v, s) => v === waiting(s)?.entries,
      ),
      grants: computed('combien de rôles reviennent ou restent', 'how many roles come back or stay', (v, s) => {
        return v === chosen(s).length;
      }),
      ended: computed('combien de rôles finissent', 'how many roles end', (v, s) => v === notNamed(s).length),
    },
    writes: [
      all(notNamed, sets('grant', { revokedAt: now })),
      ...reopens(closedFor(comeBack)),
      endsAgent(comeBack),
      addsMany('grant', {
        id: fresh,
        personId: likeOne('personId'),
        role: likeOne('role'),
        scope: likeOne('scope'),
        grantedAt: now,
        validFrom: likeOne('validFrom'),
        validUntil: likeOne('validUntil'),
      }),
      ...givesSetting(RESTORE, constant('')),
    ],
    before: [
      must('cette restauration attend, et est terminée', 'this restore waits, and was ended', (s) => {
        const before = waiting(s);
        return before?.ended === true && before.entries === decided('restore.confirm', s)?.entries;
      }),
      must(
        'ce qui fut révoqué est connu, ou les deux personnes s’en portent garantes',
        'what was revoked is known, or the two persons vouch for it',
        (s) => waiting(s)?.revocationsKnown === true || decided('restore.confirm', s)?.withoutCrl === true,
      ),
      must(
        'ces rôles furent ôtés par elle, et ne sont à aucune des deux personnes',
        'it ended these roles, and they belong to neither of the two',
        (s) => chosen(s).every((grant) => mayComeBack(grant, s)),
      ),
      must('exactement les rôles nommés reviennent', 'exactly the named roles come back', (s) =>
        same(given(s).sort(), comeBack(s).map(copyOf).sort()),
      ),
      grantable(comeBack),
    ],
  }),
];
