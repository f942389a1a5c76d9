import { adds, moves, must, type Source } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { actor, computed, constant, fresh, from, now } from '../../language/sources.ts';
import { standsFor } from '../../rights/deputies.ts';
import { profileSetting } from '../../rules/certificates/certificates.ts';
import { LIMITS, type LimitName, limitOf, minutesLater, outOfOrder, settingsOf } from '../../rules/limits.ts';
import { notOnTheWay } from '../../rules/stock/locations.ts';
import type { Row } from '../../tables/row.ts';
import { TOKEN_IN_USE } from '../../tables/states.ts';
import { endsAgent, type Given, grantable, isPerson, laterEnd } from '../people/granting.ts';
import { closedFor, reopens } from '../people/reopening.ts';
import { givesSetting } from '../service/give-setting.ts';
import { arg, argsOf, confirms, decided } from './decided.ts';
import { surgeStart } from './surge.ts';
import { itsNodeRuns } from './token-decisions.ts';

/** What a detail or a setting is computed as. */
const is = (fr: string, en: string, value: (scene: Scene) => unknown): Source =>
  computed(fr, en, (v, s) => v !== undefined && v === value(s));
const text = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));

const granted = (s: Scene): readonly Given[] => {
  const args = decided('role.grant', s);
  return args ? [args] : [];
};
const deputed = (s: Scene): readonly Given[] => {
  const args = decided('deputy.name', s);
  return args ? [{ ...args, role: 'approver' }] : [];
};
const recovered = (s: Scene): string[] => {
  const args = decided('account.recover', s);
  return args ? [args.personId] : [];
};

const limitId = (s: Scene): LimitName | undefined => decided('policy.set', s)?.id;
/** The limit before it is set, surge mode left aside. */
const limitBefore = (s: Scene): number | undefined => {
  const id = limitId(s);
  return id && limitOf(settingsOf(s), id);
};
const settingOfProfile = (s: Scene): string => profileSetting(String(decided('profile.confirm', s)?.profile));
const confirmedBefore = (s: Scene) => s.get('setting', settingOfProfile(s))?.value ?? null;
const configured = (s: Scene) => s.get('setting', 'configuration')?.value ?? null;

const tokenOf = (name: 'token.destroy' | 'token.unblock' | 'token.releaseSoPin') => ({
  token: {
    table: 'token' as const,
    find: (s: Scene): Row | undefined => {
      const serial = decided(name, s)?.serial;
      return serial === undefined ? undefined : s.get('token', serial);
    },
  },
});
/** Nobody else's unblocking of it is under way. */
const notUnblocked = must(
  'nul autre déblocage de ce jeton n’est en cours',
  'no other unblocking of it is under way',
  (s) =>
    s.find('openProposals').every((proposal) => {
      const other = argsOf('token.unblock', proposal);
      return proposal.state !== 'confirmed' || other?.serial !== decided('token.unblock', s)?.serial;
    }),
);
const tokenInUse = must('le jeton est en service', 'the token is in use', (s) =>
  TOKEN_IN_USE.some((state) => state === s.value('token.state')),
);

/** What two persons decide, each act with what it does; the purge and the restore stand in files of their own. */
export const CONFIRMATION_ACTS = [
  confirms('role.grant', {
    writes: [
      ...reopens(closedFor(granted)),
      endsAgent(granted),
      adds('grant', {
        id: fresh,
        personId: arg('role.grant', 'personId'),
        role: arg('role.grant', 'role'),
        scope: arg('role.grant', 'scope'),
        grantedAt: now,
        granterId: from('proposal.proposerId'),
        seconderId: actor,
        validFrom: arg('role.grant', 'validFrom'),
        validUntil: arg('role.grant', 'validUntil'),
      }),
    ],
    before: [
      grantable(granted),
      must(
        'il ne finit ni avant son début ni avant l’acte',
        'it ends neither before it begins nor before the act',
        (s) => laterEnd.fits(s.written('grant.validUntil'), s),
      ),
    ],
  }),
  confirms('deputy.name', {
    writes: [
      ...reopens(closedFor(deputed)),
      adds('grant', {
        id: fresh,
        personId: arg('deputy.name', 'personId'),
        role: constant('approver'),
        scope: arg('deputy.name', 'scope'),
        grantedAt: now,
        granterId: from('proposal.proposerId'),
        seconderId: actor,
        validFrom: arg('deputy.name', 'validFrom'),
        validUntil: arg('deputy.name', 'validUntil'),
      }),
    ],
    before: [
      grantable(deputed),
      must('il ne finit pas avant l’acte', 'it does not end before the act', (s) =>
        laterEnd.fits(s.written('grant.validUntil'), s),
      ),
      must(
        'qui le nomme est valideur de ces services pendant tout ce temps',
        'whoever names them is approver of these services for all that time',
        (s) => {
          const args = decided('deputy.name', s);
          const own = s.find('grantsOfPerson', String(s.value('proposal.proposerId')));
          return own.some((grant) => args !== undefined && standsFor(grant, args));
        },
      ),
    ],
  }),
  confirms('account.recover', {
    writes: [...reopens(recovered)],
    before: [must('la personne est connue', 'the person is known', (s) => recovered(s).every((id) => isPerson(s, id)))],
  }),
  confirms('policy.set', {
    says: {
      policy: arg('policy.set', 'id'),
      before: is('la valeur d’avant', 'the value before', limitBefore),
      after: arg('policy.set', 'value'),
    },
    writes: givesSetting(
      (s) => String(limitId(s)),
      is('la valeur décidée, dans ses bornes', 'the value that was decided, within its bounds', (s) =>
        text(decided('policy.set', s)?.value),
      ),
    ),
    before: [
      must('le réglage change', 'the policy changes', (s) => limitBefore(s) !== decided('policy.set', s)?.value),
      must('la valeur est dans ses bornes', 'the value is within its bounds', (s) => {
        const args = decided('policy.set', s);
        return args !== undefined && args.value >= LIMITS[args.id].least && args.value <= LIMITS[args.id].most;
      }),
      must('les repères d’un jour se suivent', 'the marks of a day stand in their order', (s) => {
        const args = decided('policy.set', s);
        return args !== undefined && outOfOrder(settingsOf(s), args.id, args.value).length === 0;
      }),
    ],
  }),
  confirms('profile.confirm', {
    says: {
      profile: arg('profile.confirm', 'profile'),
      before: is(
        'l’empreinte confirmée avant, ou vide',
        'the hash that was confirmed before, or nothing',
        confirmedBefore,
      ),
      after: arg('profile.confirm', 'hash'),
    },
    writes: givesSetting(settingOfProfile, arg('profile.confirm', 'hash')),
    before: [
      must(
        'le profil change',
        'the profile changes',
        (s) => confirmedBefore(s) !== decided('profile.confirm', s)?.hash,
      ),
    ],
  }),
  confirms('configuration.confirm', {
    says: {
      before: is('l’empreinte confirmée avant', 'the hash that was confirmed before', configured),
      after: arg('configuration.confirm', 'hash'),
    },
    writes: givesSetting('configuration', arg('configuration.confirm', 'hash')),
    before: [
      must('la configuration change', 'the configuration changes', (s) => {
        return configured(s) !== null && configured(s) !== decided('configuration.confirm', s)?.hash;
      }),
    ],
  }),
  surgeStart,
  confirms('token.destroy', {
    named: tokenOf('token.destroy'),
    writes: [moves('token', 'destroy')],
    before: [notOnTheWay],
  }),
  confirms('token.unblock', { named: tokenOf('token.unblock'), before: [tokenInUse, notUnblocked, itsNodeRuns] }),
  confirms(
    'token.releaseSoPin',
    {
      named: tokenOf('token.releaseSoPin'),
      before: [
        must('le jeton n’est pas détruit', 'the token is not destroyed', (s) => {
          const state = s.value('token.state');
          return state !== undefined && state !== 'destroyed';
        }),
      ],
    },
    { expiresAt: minutesLater('dual.revealMinutes') },
  ),
];
