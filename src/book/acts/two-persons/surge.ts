import canonicalize from 'canonicalize';
import { HOUR_MS } from '../../../durations.ts';
import { must, type Source } from '../../language/language.ts';
import type { Scene } from '../../language/scene.ts';
import { computed, isNow, json, SLACK_MS } from '../../language/sources.ts';
import { limitOf, readSurge, SURGE, type Surge, settingsOf } from '../../rules/limits.ts';
import { givesSetting } from '../service/give-setting.ts';
import { confirms, decided } from './decided.ts';

/** Surge mode as the entry's setting says it. */
const begun = (value: unknown): Surge | undefined => (typeof value === 'string' ? readSurge(value) : undefined);
const plannedSurge: Source = computed(
  '{from, until, reason} : le début décidé, ou l’instant de l’acte s’il est passé ; la fin et le motif décidés',
  '{from, until, reason}: the begin that was decided, or the moment of the act where that is past; the end and the reason that were decided',
  (v, s) => {
    const args = decided('surge.start', s);
    const surge = begun(v);
    if (!args || !surge || canonicalize(surge) !== v) return false;
    if (surge.until !== args.until || surge.reason !== args.reason) return false;
    const later = args.from !== undefined && args.from > s.clock.earliest - SLACK_MS && surge.from === args.from;
    return later || ((args.from ?? 0) <= s.clock.latest + SLACK_MS && isNow(surge.from, s));
  },
);
const standingSurge = (s: Scene): Surge | undefined => begun(s.get('setting', SURGE)?.value);

/** Surge mode begins: for a set time, and with a reason. */
export const surgeStart = confirms('surge.start', {
  says: { surge: json(plannedSurge) },
  writes: givesSetting(SURGE, plannedSurge),
  before: [
    must('aucune période de forte activité ne court ni n’est prévue', 'surge mode neither runs nor is planned', (s) => {
      const standing = standingSurge(s);
      return standing === undefined || standing.until <= s.clock.latest;
    }),
    must(
      'il finit après son début, et dure au plus `surge.mostHours` heures',
      'it ends after it begins, and lasts surge.mostHours hours at most',
      (s) => {
        const surge = begun(s.written('setting.value'));
        if (!surge) return false;
        const lasts = surge.until - surge.from;
        return lasts > 0 && lasts <= limitOf(settingsOf(s), 'surge.mostHours') * HOUR_MS;
      },
    ),
  ],
});
