import type { Bilingual } from '../../words/translator.ts';

/** What the screens of line/ say, in French and in English. */
export const lineWords = {
  'line.leave': { fr: 'Quitter l’établi', en: 'Leave the bench' },
  'line.title': { fr: 'Chaîne de production – établi {place}', en: 'Production line – bench place {place}' },
  'line.place': { fr: 'Établi {place}', en: 'Bench place {place}' },
  'line.mute': { fr: 'Couper le son', en: 'Mute' },
  'line.lost': {
    fr: 'Connexion perdue – ne débranchez pas. La production en cours continue sur le serveur ; cette page se remet à jour toute seule.',
    en: 'Connection lost – do not unplug. What is being produced goes on at the server; this page comes back by itself.',
  },
  'line.shift': {
    fr: 'Ouvrez votre établi une fois pour la journée. Il se verrouille après dix minutes sans geste, et votre clé d’accès le rouvre.',
    en: 'Open your place once for the day. It locks after ten minutes without activity, and your passkey opens it again.',
  },
  'line.shift.open': { fr: 'Ouvrir l’établi {place}', en: 'Open bench place {place}' },
  'line.other': { fr: '{who} travaille à l’établi {place}.', en: '{who} works at bench place {place}.' },
  'line.other.waits': { fr: 'Attend un jeton vierge pour {number}.', en: 'Waits for a blank token for {number}.' },
  'line.other.locked': {
    fr: 'Il est verrouillé : vous pouvez le reprendre.',
    en: 'It is locked: you may take it over.',
  },
  'line.today': {
    fr: 'Jetons produits aujourd’hui, refaits compris : {made}, dont {own} par vous',
    en: 'Tokens made today, those made again included: {made}, {own} of them by you',
  },
  'line.card.to': { fr: 'à remettre à {site}', en: 'to be handed over at {site}' },
  'line.step.label': { fr: 'Collez l’étiquette, puis scannez-la', en: 'Stick the label on, then scan it' },
  'line.step.print': { fr: 'Imprimez l’étiquette de {number} : F4', en: 'Print the label of {number}: F4' },
  'line.several': {
    fr: 'Plusieurs jetons vierges sont branchés : {blanks}',
    en: 'Several blank tokens are plugged in: {blanks}',
  },
  'line.several.do': {
    fr: 'Laissez-en un seul pour cette demande. Rien n’a été écrit.',
    en: 'Leave one for this request. Nothing was written.',
  },
  'line.label-checked': {
    fr: '{number} : étiquette vérifiée, jeton terminé.',
    en: '{number}: label checked, token done.',
  },
  'line.label-known': {
    fr: '{number} : étiquette déjà vérifiée. Rien d’autre à faire.',
    en: '{number}: this label was checked before. Nothing else to do.',
  },
  'line.left.wiped': {
    fr: 'Le jeton {serial} a été effacé et reste en stock. Scannez {number} à nouveau.',
    en: 'Token {serial} was wiped and stays in stock. Scan {number} again.',
  },
  'line.left.wipedHere': {
    fr: 'Le jeton {serial} a été effacé et reste en stock. Scannez {number} à nouveau ; F8 met ce jeton au rebut.',
    en: 'Token {serial} was wiped and stays in stock. Scan {number} again; F8 scraps this token.',
  },
  'line.left.scrapped': {
    fr: 'Le jeton {serial} est au rebut : posez-le dans le bac rouge. Scannez {number} à nouveau, pour un autre jeton.',
    en: 'Token {serial} is scrapped: put it into the red tray. Scan {number} again, for another token.',
  },
  'line.left.toCheck': {
    fr: 'Le jeton {serial} est à vérifier : posez-le à part, et effacez-le à l’atelier. Scannez {number} à nouveau.',
    en: 'Token {serial} is to be checked: put it aside, and wipe it at the workshop. Scan {number} again.',
  },
  'line.left.making': {
    fr: 'Le jeton {serial} est encore en production : ne le débranchez pas.',
    en: 'Token {serial} is still being produced: do not unplug it.',
  },
  'line.wrong.foreign': {
    fr: '{position} : le jeton {serial} n’est pas dans notre stock.',
    en: '{position}: token {serial} is not in our stock.',
  },
  'line.wrong.used': {
    fr: '{position} : le jeton {serial} est déjà attribué, et ne sera pas réécrit.',
    en: '{position}: token {serial} is assigned already, and will not be written again.',
  },
  'line.wrong.toCheck': {
    fr: '{position} : la production du jeton {serial} a été interrompue.',
    en: '{position}: the production of token {serial} was interrupted.',
  },
  'line.wrong.scrapped': {
    fr: '{position} : le jeton {serial} est au rebut.',
    en: '{position}: token {serial} is scrapped.',
  },
  'line.wrong.several': {
    fr: '{position} : plusieurs jetons sont branchés ensemble ({serial}).',
    en: '{position}: several tokens are plugged in together ({serial}).',
  },
  'line.refresh': { fr: 'Actualiser', en: 'Refresh' },
  'line.tile.label.waiting': { fr: 'Étiquette non imprimée : F4', en: 'Label not printed: F4' },
  'line.tile.label.printed': {
    fr: 'Collez l’étiquette sur ce jeton, puis scannez-la',
    en: 'Stick the label on this token, then scan it',
  },
  'line.tile.label.confirmed': { fr: 'Rangez ce jeton pour la remise', en: 'Put this token aside for hand-over' },
  'line.tile.label.shown': { fr: 'Rangez ce jeton pour la remise', en: 'Put this token aside for hand-over' },
  'line.tile.label.expired': { fr: 'Rangez ce jeton pour la remise', en: 'Put this token aside for hand-over' },
  'line.tile.wiped': {
    fr: 'Effacé, reste en stock : scannez à nouveau',
    en: 'Wiped, stays in stock: scan again',
  },
  'line.tile.scrapped': { fr: 'Au rebut : posez-le dans le bac rouge', en: 'Scrapped: put it into the red tray' },
  'line.key.print': { fr: 'Imprimer l’étiquette', en: 'Print the label' },
  'line.key.scrap': { fr: 'Mettre {serial} au rebut', en: 'Scrap {serial}' },
  'line.key.scrap.sure': { fr: 'Confirmer : {serial} au rebut', en: 'Confirm: scrap {serial}' },
  'line.scrapped': {
    fr: 'Le jeton {serial} est au rebut : posez-le dans le bac rouge.',
    en: 'Token {serial} is scrapped: put it into the red tray.',
  },
  'scanner.title': { fr: 'Tester la douchette', en: 'Test the scanner' },
  'scanner.why': {
    fr: 'Scannez ce code à l’écran, ou une fiche de production. Rien n’est produit ici.',
    en: 'Scan this code on the screen, or a work order. Nothing is produced here.',
  },
  'scanner.sample': { fr: 'Code-barres de {code}', en: 'Bar code of {code}' },
  'scanner.field': { fr: 'Scannez ici', en: 'Scan here' },
  'scanner.read': { fr: 'Reçu : {typed} – compris : {read}', en: 'Received: {typed} – read as: {read}' },
  'scanner.number': {
    fr: 'La douchette lit bien les fiches et les étiquettes.',
    en: 'The scanner reads work orders and labels well.',
  },
  'scanner.sample.read': {
    fr: 'La douchette a bien lu le code de cette page.',
    en: 'The scanner read this page’s code well.',
  },
  'scanner.keyboard': {
    fr: 'La douchette se croit sur un clavier américain : c’est corrigé ici, réglez-la sur « français (AZERTY) ».',
    en: 'The scanner thinks that it is on an American keyboard: this page corrects that, but set it to “français (AZERTY)”.',
  },
  'scanner.other': {
    fr: 'Ce n’est ni une fiche de production ni une étiquette.',
    en: 'This is neither a work order nor a label.',
  },
  'line.step': { fr: 'Étape {n} sur 3', en: 'Step {n} of 3' },
  'line.step.scan': { fr: 'Scannez la demande', en: 'Scan the request' },
  'line.step.work': {
    fr: 'Ne débranchez pas : {number} en production',
    en: 'Do not unplug: {number} being produced',
  },
  'line.step.plug.any': { fr: 'Branchez un jeton vierge', en: 'Plug in a blank token' },
  'line.step.plug': { fr: 'Branchez un jeton vierge pour {number}', en: 'Plug in a blank token for {number}' },
  'line.step.next': { fr: 'Ensuite : {what}', en: 'Then: {what}' },
  'line.scan': {
    fr: 'Demande, étiquette, ou nombre de jetons à produire',
    en: 'Request, label, or number of tokens to produce',
  },
  'line.scan.hint': {
    fr: 'Scannez une fiche de production ; ou tapez un nombre pour produire les suivantes sur tous les jetons branchés.',
    en: 'Scan a work order; or type a number to produce the next ones on all tokens plugged in.',
  },
  'line.send': { fr: 'Valider', en: 'Enter' },
  'line.tiles': { fr: 'Logements', en: 'Slots' },
  'line.tile.plug': { fr: 'Branchez un jeton vierge', en: 'Plug in a blank token' },
  'line.tile.ready': { fr: 'Vierge : prêt pour une demande', en: 'Blank: ready for a request' },
  'line.tile.work': { fr: 'Ne débranchez pas', en: 'Do not unplug' },
  'line.tile.since': { fr: '{n} s', en: '{n} s' },
  'line.tile.foreign': { fr: 'Débranchez-le et mettez-le de côté', en: 'Unplug it and put it aside' },
  'line.tile.toCheck': { fr: "À vérifier : effacez-le à l'atelier", en: 'To be checked: wipe it at the workshop' },
  'line.tile.used': { fr: "Débranchez-le : il n'est pas vierge", en: 'Unplug it: it is not blank' },
  'line.tile.several': { fr: 'Laissez le bon jeton seul', en: 'Leave only the right token in' },
  'line.tile.broken': {
    fr: 'Débranchez le jeton, attendez, rebranchez-le',
    en: 'Unplug the token, wait, plug it back in',
  },
  'making.progress': { fr: 'Avancement de {number}, {position}', en: 'Progress of {number}, {position}' },
  'making.is.done': { fr: 'fait', en: 'done' },
  'making.is.now': { fr: 'en cours', en: 'under way' },
  'making.is.failed': { fr: 'échec', en: 'failed' },
  'making.is.next': { fr: 'à venir', en: 'to come' },
  'making.said': { fr: '{position}, {number} : {step}, {n} sur {of}', en: '{position}, {number}: {step}, {n} of {of}' },
  'making.said.failed': { fr: '{position}, {number} : {failed}', en: '{position}, {number}: {failed}' },
  'line.last.none': { fr: 'Rien encore.', en: 'Nothing yet.' },
  'line.key.aside': { fr: 'Mettre de côté', en: 'Set aside' },
  'line.key.reprint': { fr: "Réimprimer l'étiquette", en: 'Print the label again' },
  'line.aside': { fr: '{number} est remise dans la file.', en: '{number} is back in the queue.' },
  'line.reprinted': {
    fr: "Étiquette de {number} envoyée à l'imprimante.",
    en: 'Label of {number} sent to the printer.',
  },
  'line.today.planned': {
    fr: 'Jetons produits aujourd’hui, refaits compris : {made}, dont {own} par vous, sur {planned} prévus',
    en: 'Tokens made today, those made again included: {made}, {own} of them by you, of {planned} planned',
  },
  'line.goal.range': { fr: '{low} à {high}', en: '{low} to {high}' },
  'line.goal.usual': {
    fr: 'Objectif : {goal} par technicien',
    en: 'To be made by each technician: {goal}',
  },
  'line.goal.surge': {
    fr: 'Forte activité jusqu’à {hour} h : objectif {n} par technicien',
    en: 'Surge mode until {hour}:00: {n} to be made by each technician',
  },
  'line.waiting': { fr: 'En file : {n}', en: 'In the queue: {n}' },
  'line.lasts': { fr: 'Derniers : {what}', en: 'Last ones: {what}' },
} as const satisfies Bilingual;
