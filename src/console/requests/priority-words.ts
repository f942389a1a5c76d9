import type { Bilingual } from '../../words/translator.ts';

/** What pages say of a request's priority: asked for, confirmed, and why. */
export const priorityWords = {
  'priority.option.none': { fr: 'Normale : à son rang d’ancienneté', en: 'Normal: by its age' },
  'priority.option.one': { fr: '{priority} : {n} jour d’avance', en: '{priority}: {n} day ahead' },
  'priority.option.other': { fr: '{priority} : {n} jours d’avance', en: '{priority}: {n} days ahead' },
  'priority.choice.hint': {
    fr: 'Demandée : {asked}. Celle que vous confirmez compte dans la file.',
    en: 'Asked for: {asked}. What you confirm counts in the queue.',
  },
  'priority.raise': { fr: 'Relever : {why}', en: 'Raise: {why}' },
  'priority.lower': { fr: 'Abaisser : {why}', en: 'Lower: {why}' },
  'priority.reason.hint': {
    fr: 'Seulement si vous la changez ; le porteur et le demandeur le lisent.',
    en: 'Only where you change it; the holder and the requester read it.',
  },
  'priority.reason.same': { fr: 'Aucun', en: 'None' },
  'priority.change': { fr: 'Changer la priorité', en: 'Change the priority' },
  'priority.change.send': { fr: 'Confirmer cette priorité', en: 'Confirm this priority' },
  'priority.fact.asked': { fr: '{asked}, à confirmer', en: '{asked}, to be confirmed' },
  'priority.fact.same': { fr: '{confirmed} ({why})', en: '{confirmed} ({why})' },
  'priority.fact': {
    fr: '{confirmed} ({why}) ; demandée : {asked}',
    en: '{confirmed} ({why}); asked for: {asked}',
  },
  'priority.turn.asked': {
    fr: 'Priorité demandée : {asked}. Elle compte une fois confirmée par un valideur ou un superviseur.',
    en: 'Priority asked for: {asked}. It counts once an approver or a supervisor has confirmed it.',
  },
  'priority.turn.one': {
    fr: 'Priorité confirmée : {confirmed} ({why}). La demande avance de {n} jour dans la file.',
    en: 'Confirmed priority: {confirmed} ({why}). The request goes {n} day ahead in the queue.',
  },
  'priority.turn.other': {
    fr: 'Priorité confirmée : {confirmed} ({why}). La demande avance de {n} jours dans la file.',
    en: 'Confirmed priority: {confirmed} ({why}). The request goes {n} days ahead in the queue.',
  },
  'priority.turn.normal': {
    fr: 'Priorité normale ({why}) : la demande garde son rang d’ancienneté.',
    en: 'Normal priority ({why}): the request keeps its place by age.',
  },
  'priority.turn.rule': {
    fr: 'Les demandes les plus anciennes passent d’abord. Une priorité confirmée par un valideur ou un superviseur fait avancer de {continuity} jours pour la continuité de service, de {crisis} jours au plus pour une crise.',
    en: 'The oldest requests come first. A priority that an approver or a supervisor confirms moves a request {continuity} days ahead for continuity of service, and {crisis} days at most for a crisis.',
  },
} as const satisfies Bilingual;
