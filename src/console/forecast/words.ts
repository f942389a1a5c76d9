import type { Bilingual } from '../../words/translator.ts';

/** What the page of forecasts says, in French and in English. */
export const forecastWords = {
  'forecast.title': { fr: 'Prévisions de l’atelier', en: 'The workshop’s forecast' },
  'forecast.link': { fr: 'Prévisions, essais et calendrier des techniciens', en: 'Forecast, what-if and roster' },
  'forecast.waiting.one': {
    fr: '{n} demande de jeton attend.',
    en: '{n} request for a token waits.',
  },
  'forecast.waiting.other': {
    fr: '{n} demandes de jeton attendent.',
    en: '{n} requests for tokens wait.',
  },
  'forecast.blanks.one': { fr: '{n} jeton vierge en stock.', en: '{n} blank token in the stock.' },
  'forecast.blanks.other': { fr: '{n} jetons vierges en stock.', en: '{n} blank tokens in the stock.' },
  'forecast.unmeasured': {
    fr: 'Aucune journée n’a encore été mesurée : ces prévisions reposent sur la journée habituelle d’un technicien, et ne comptent aucune demande à venir.',
    en: 'No day was measured yet: this forecast stands on a technician’s usual day alone, and counts no request to come.',
  },
  'forecast.late': { fr: 'Les délais dépassent l’objectif', en: 'Waiting times exceed the target' },
  'forecast.late.text': {
    fr: 'Une demande faite aujourd’hui attendrait {wait} jours ouvrés ; l’objectif est de {within}. Nombre de jetons à produire par jour pour le tenir : {needed}. Nombre que l’atelier peut produire : {pace}.',
    en: 'A request of today would wait for {wait} working days; the target is {within}. Tokens to make a day to hold it: {needed}. Tokens that the workshop can make a day: {pace}.',
  },
  'forecast.late.stock': {
    fr: 'Une demande faite aujourd’hui attendrait {wait} jours ouvrés ; l’objectif est de {within}. Ce sont les jetons vierges qui manquent : l’atelier peut en produire {pace} par jour, et {needed} suffisent.',
    en: 'A request of today would wait for {wait} working days; the target is {within}. There are too few blank tokens: the workshop can make {pace} tokens a day, and {needed} are enough.',
  },
  'forecast.surge.propose': {
    fr: 'Proposer une période de forte activité',
    en: 'Propose surge mode',
  },
  'forecast.surge.ask': {
    fr: 'Un responsable sécurité ou un administrateur peut proposer une période de forte activité.',
    en: 'A security officer or an administrator can propose surge mode.',
  },
  'forecast.stock': { fr: 'Le stock s’épuise', en: 'The stock runs out' },
  'forecast.stock.text': {
    fr: 'À ce rythme, le dernier jeton vierge est utilisé le {date} : commandez, et essayez une livraison ci-dessous.',
    en: 'At this pace the last blank token is used on {date}: order more, and try a delivery below.',
  },
  'forecast.stock.none': { fr: 'Plus aucun jeton vierge', en: 'No blank token is left' },
  'forecast.stock.none.text': {
    fr: 'Rien n’est produit avant une livraison : commandez, annoncez la livraison, et essayez-la ci-dessous.',
    en: 'Nothing is made before a delivery: order more, record the delivery that is expected, and try it below.',
  },
  'forecast.short.one': {
    fr: 'Il manquera {n} jeton vierge le {date}, compte tenu des livraisons attendues.',
    en: '{n} blank token too few on {date}, even with the expected deliveries.',
  },
  'forecast.short.other': {
    fr: 'Il manquera {n} jetons vierges le {date}, compte tenu des livraisons attendues.',
    en: '{n} blank tokens too few on {date}, even with the expected deliveries.',
  },
  'forecast.short.most': { fr: 'Il en manquera {n} le {date}.', en: '{n} too few on {date}.' },
  'forecast.expected': { fr: 'Voir les livraisons attendues', en: 'See the expected deliveries' },
  'forecast.figure': { fr: 'Ce qui est prévu', en: 'What is foreseen' },
  'forecast.clear': { fr: 'Tout ce qui attend sera produit', en: 'All that waits will be made' },
  'forecast.clear.on': {
    fr: '{mid} (85 fois sur 100 : {by})',
    en: '{mid} (85 cases out of 100: {by})',
  },
  'forecast.clear.none': { fr: 'rien n’attend', en: 'nothing waits' },
  'forecast.bench.unknown': { fr: 'pas encore mesuré', en: 'not measured yet' },
  'forecast.endHour': {
    fr: 'Les jetons sont produits jusqu’à {hour} h un jour habituel.',
    en: 'Tokens are made until {hour}:00 on a usual day.',
  },
  'forecast.surge': {
    fr: 'Forte activité du {from} au {until} : journées jusqu’à {hour} h, objectif de {target} jetons par technicien présent.',
    en: 'Surge mode from {from} to {until}: days until {hour}:00, {target} tokens to be made by each technician present.',
  },
  'forecast.slots.one': { fr: 'Les bancs ont {n} logement.', en: 'The benches have {n} slot.' },
  'forecast.slots.other': { fr: 'Les bancs ont {n} logements.', en: 'The benches have {n} slots.' },
  'forecast.try.slots': {
    fr: 'Logements des bancs en tout (vide : ceux qui existent)',
    en: 'Slots of the benches in all (empty: those that stand)',
  },
  'forecast.try': { fr: 'Et si…', en: 'What if…' },
  'forecast.try.text': {
    fr: 'Rien n’est enregistré : l’essai tient dans l’adresse de la page.',
    en: 'Nothing is written: what is tried stands in the page’s address.',
  },
  'forecast.try.send': { fr: 'Essayer', en: 'Try' },
  'forecast.try.reset': { fr: 'Effacer l’essai', en: 'Clear the trial' },
  'forecast.try.technicians': {
    fr: 'Techniciens en plus chaque jour (négatif : en moins)',
    en: 'More technicians each day (negative: fewer)',
  },
  'forecast.try.from': { fr: 'Calendrier à essayer : premier jour', en: 'Roster to try: first day' },
  'forecast.try.to': {
    fr: 'Calendrier à essayer : dernier jour (vide : ce seul jour)',
    en: 'Roster to try: last day (empty: that day alone)',
  },
  'forecast.try.planned': { fr: 'Techniciens ces jours-là', en: 'Technicians on those days' },
  'forecast.try.planned.wrong': {
    fr: 'Ce calendrier n’est pas essayé : donnez un premier jour, à partir d’aujourd’hui, un dernier jour qui ne le précède pas, et le nombre de techniciens (200 au plus).',
    en: 'This roster is not tried: give a first day, from today on, a last day that is not before it, and how many technicians (200 at most).',
  },
  'forecast.decide': { fr: 'Mettre cet essai en œuvre', en: 'Put this trial into practice' },
  'forecast.decide.plan.one': {
    fr: 'Calendrier à l’essai : {n} technicien {days}.',
    en: 'Roster as tried: {n} technician {days}.',
  },
  'forecast.decide.plan.other': {
    fr: 'Calendrier à l’essai : {n} techniciens {days}.',
    en: 'Roster as tried: {n} technicians {days}.',
  },
  'forecast.decide.send': { fr: 'Planifier cet essai', en: 'Plan what is tried' },
  'forecast.decide.technicians': {
    fr: 'Techniciens en plus ou en moins : essayez-les sur des jours choisis, vous pourrez alors les planifier ici.',
    en: 'More or fewer technicians: try them on chosen days, then plan them here.',
  },
  'forecast.decide.delivery': {
    fr: 'Enregistrer la livraison attendue',
    en: 'Record the delivery that is expected',
  },
  'forecast.decide.campaign': { fr: 'Ouvrir la campagne', en: 'Open the campaign' },
  'forecast.try.surge': { fr: 'Forte activité dès maintenant', en: 'Surge mode from now on' },
  'forecast.try.surge.no': { fr: 'Non', en: 'No' },
  'forecast.try.surge.yes': { fr: 'Oui', en: 'Yes' },
  'forecast.try.surge.hint': { fr: 'Si oui, jusqu’au {date}', en: 'If yes, until {date}' },
  'forecast.try.count': { fr: 'Jetons vierges livrés', en: 'Blank tokens delivered' },
  'forecast.try.day': { fr: 'Livrés le (vide : aujourd’hui)', en: 'Delivered on (empty: today)' },
  'forecast.try.campaign': { fr: 'Demandes d’une campagne', en: 'Requests of a campaign' },
  'forecast.back': { fr: 'Retour au pilotage du jour', en: 'Back to the report of the day' },
  'roster.title': { fr: 'Calendrier des techniciens', en: 'Roster of technicians' },
  'roster.text': {
    fr: 'Les dates annoncées en tiennent compte. Le dernier plan d’un jour fait foi ; les samedis, dimanches et jours fériés ne comptent que si on les planifie séparément.',
    en: 'Announced dates take it into account. The last plan for a day counts; weekends and public holidays count only if they are planned separately.',
  },
  'roster.days': { fr: 'Jours', en: 'Days' },
  'roster.one': { fr: 'le {first}', en: 'on {first}' },
  'roster.span': { fr: 'du {first} au {last}', en: 'from {first} to {last}' },
  'roster.technicians': { fr: 'Techniciens', en: 'Technicians' },
  'roster.reason': { fr: 'Motif', en: 'Reason' },
  'roster.by': { fr: 'Planifié par', en: 'Planned by' },
  'roster.none': {
    fr: 'Rien n’est planifié : on compte avec les techniciens des derniers jours.',
    en: 'Nothing is planned: forecasts assume as many technicians as in recent days.',
  },
  'roster.plan': { fr: 'Planifier des jours', en: 'Plan days' },
  'roster.from': { fr: 'Premier jour', en: 'First day' },
  'roster.to': { fr: 'Dernier jour', en: 'Last day' },
  'roster.to.hint': { fr: 'Vide : ce seul jour.', en: 'Empty: that day alone.' },
  'roster.technicians.hint': { fr: '0 pour une fermeture.', en: '0 for a closure.' },
  'roster.send': { fr: 'Planifier', en: 'Plan' },
  'roster.planned': {
    fr: 'C’est planifié : les dates annoncées suivront.',
    en: 'Planned: announced dates will follow.',
  },
} as const satisfies Bilingual;
