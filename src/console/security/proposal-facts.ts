import { beginOf, dayOf } from '../../book/rules/calendar/working-days.ts';
import {
  AccessReview,
  BringBackOfficer,
  ConfirmRestore,
  GrantRole,
  PurgePeople,
  StartSurge,
  TakeOver,
} from '../../book/rules/decision-args.ts';
import { OpenRecall } from '../../book/rules/stock/recalls.ts';
import { SetChecklist } from '../../book/rules/workstation/checklists.ts';
import type { WaitingAct } from '../../flow/reading/people/desk.ts';
import { midSentence } from '../../words/mid-sentence.ts';
import { changedItems } from '../checklists/item-text.ts';
import { scopeText } from '../checklists/scope-text.ts';
import { nameOf } from '../frame/components/names.ts';
import { lastDay, moment } from '../frame/dates.ts';
import type { Key } from '../frame/translate.ts';
import type { Member } from '../frame/visit.ts';
import { argumentTerm } from '../journal/column-text.ts';
import { argumentText } from '../journal/value-text.ts';
import { recallFacts } from '../recalls/questions.ts';
import type { Shown } from './dual-control.tsx';
import type { Standing } from './standing.ts';

/**
 * The act in words, term by term, from exactly what was hashed. An act without facts of its own shows each
 * argument as the page of its entry does.
 */
export function factsOf(
  { t, language }: Member,
  proposal: Pick<
    WaitingAct,
    'act' | 'args' | 'subjectName' | 'subjectDirectoryId' | 'closesAccount' | 'holders' | 'effect'
  >,
  standing: Standing | undefined,
): Shown['facts'] {
  /** What an argument is called: the same as on the page of the entry. */
  const called = (argument: string): string => argumentTerm(t, proposal.act, argument);
  const args = JSON.parse(proposal.args) as Readonly<Record<string, unknown>>;
  const { effect } = proposal;
  if (proposal.act === 'restore.confirm') {
    const { entries, grants, withoutCrl } = ConfirmRestore.parse(args);
    const back = grants.map((id) => standing?.restore?.grants.find((grant) => grant.id === id));
    const facts = back.map((grant, at) => ({
      term: grant ? t(`role.${grant.role}`) : called('grantId'),
      value: grant
        ? `${grant.name} (${grant.directoryId ?? '—'}), ${grant.scope === '*' ? t('scope.all') : grant.scope}`
        : String(grants[at]),
    }));
    const none = { term: t('dual.restore.grants'), value: t('dual.restore.nobody') };
    const vouched = withoutCrl ? [{ term: t('dual.restore.crl'), value: t('dual.restore.withoutCrl') }] : [];
    return [{ term: called('entries'), value: String(entries) }, ...vouched, ...(facts.length > 0 ? facts : [none])];
  }
  if (proposal.act === 'access.review') {
    const byId = new Map(standing?.reviewed.map((grant) => [grant.id, grant]));
    return AccessReview.parse(args).grants.map(({ grantId, role, outcome }) => {
      const grant = byId.get(grantId);
      const who = grant ? `${grant.name} (${grant.directoryId ?? '—'})` : grantId;
      const scope = grant && grant.scope !== '*' ? `, ${grant.scope}` : '';
      return { term: `${who}, ${midSentence(t(`role.${role}`))}${scope}`, value: t(`dual.review.${outcome}`) };
    });
  }
  if (proposal.act === 'checklist.set') {
    const { purpose, model, image, version } = SetChecklist.parse(args);
    const [ofModel, ofImage] = [scopeText(t, 'model', model), scopeText(t, 'image', image)];
    const names = { purpose: t(`checklist.${purpose}`), model: ofModel, image: ofImage };
    return [{ term: t('checklist.of', names), value: t('checklist.next', { version }) }];
  }
  if (proposal.act === 'recall.open') {
    const hits = effect?.kind === 'recall' ? effect.hits : undefined;
    return [
      ...recallFacts({ t, language }, OpenRecall.parse(args), hits),
      // whoever proposed it read the same
      { term: t('recall.effect'), value: t('recall.ask.warning') },
    ];
  }
  if (proposal.act === 'workstation.takeOver') {
    const { workstations } = TakeOver.parse(args);
    const count = { term: t('dual.takeOver.count'), value: String(workstations.length) };
    const holders = new Map(
      proposal.holders.map(({ assetNumber, name, directoryId }) => {
        return [assetNumber, t('dual.takeOver.holder', { who: `${name} (${directoryId ?? '—'})` })];
      }),
    );
    const said = (w: (typeof workstations)[number]): string =>
      [w.serialNumber, w.model, w.image, w.service, w.site, holders.get(w.assetNumber)]
        .filter((one) => one !== undefined)
        .join(', ');
    return [count, ...workstations.map((w) => ({ term: w.assetNumber, value: said(w) }))];
  }
  if (proposal.act === 'person.purge') {
    const due = new Map(standing?.due.map((person) => [person.id, nameOf(person)]));
    const names = PurgePeople.parse(args).personIds.map((id) => due.get(id) ?? id);
    return [{ term: called('personIds'), value: names.join(', ') }];
  }
  if (proposal.act === 'policy.set') {
    const value = effect?.kind === 'policy' ? `${effect.before} → ${effect.after}` : String(args['value']);
    return [{ term: t(`policy.name.${args['id']}` as Key), value }];
  }
  if (proposal.act === 'surge.start') {
    const { until, reason } = StartSurge.parse(args);
    return [
      { term: called('until'), value: moment(language, until) },
      { term: called('reason'), value: t(`surge.reason.${reason}`) },
    ];
  }
  const person = [
    { term: t('label.holderOfRole'), value: proposal.subjectName ?? '' },
    { term: t('label.directoryId'), value: proposal.subjectDirectoryId ?? '' },
  ];
  // not in the act: what it takes away, and what the two have to know before they give it back
  if (proposal.act === 'account.recover')
    return [...person, { term: t('recall.effect'), value: t('dual.recover.effect') }];
  if (proposal.act === 'officer.bringBack') {
    const { reason } = BringBackOfficer.parse(args);
    return [...person, { term: called('reason'), value: t(`officer.reason.${reason}`) }];
  }
  const role = proposal.act === 'deputy.name' ? { role: 'approver' } : {};
  const grants = proposal.act === 'role.grant' || proposal.act === 'deputy.name';
  const grant = grants ? GrantRole.safeParse({ ...args, ...role }).data : undefined;
  if (!grant) {
    return Object.entries(args).map(([name, value]) => ({
      term: called(name),
      value: argumentText({ t, language, things: new Map() }, proposal.act, name, value),
    }));
  }
  const account = { term: t('label.account'), value: t('grant.closes') };
  const { validFrom, validUntil } = grant;
  const from = validFrom === undefined ? '' : moment(language, validFrom);
  // a form asks for the last day; who named a moment reads that moment
  const isWhole = validUntil !== undefined && beginOf(dayOf(validUntil)) === validUntil;
  const until = isWhole ? lastDay(language, validUntil) : validUntil === undefined ? '' : moment(language, validUntil);
  return [
    ...person,
    { term: called('role'), value: t(`role.${grant.role}`) },
    { term: called('scope'), value: grant.scope === '*' ? t('scope.all') : grant.scope },
    { term: called('validFrom'), value: from },
    { term: called('validUntil'), value: until },
    ...(proposal.closesAccount ? [account] : []),
  ];
}

/** What a profile, the configuration or a checklist that two persons are to confirm says otherwise than the one they confirmed. */
export function changedBy({ t }: Member, { effect }: Pick<WaitingAct, 'effect'>): Shown['changed'] {
  if (effect?.kind === 'items') return { name: t('checklist.lists'), changes: changedItems(effect, t) };
  return effect?.kind === 'words' ? { name: effect.name, changes: effect.changes } : undefined;
}
