import type { Bilingual } from '../../words/translator.ts';

/** What the screens of security/ say, in French and in English. */
export const securityWords = {
  'dual.done.closed': {
    fr: 'Confirmé et exécuté. Le compte, ouvert par une seule personne, est refermé : invitez la personne, et qu’une seconde personne lui donne un code.',
    en: 'Confirmed and done. The account, which one person alone had opened, is closed: invite its owner, and have a second person give them a code.',
  },
  'dual.reveal': { fr: 'Afficher le SO-PIN, une seule fois', en: 'Show the SO-PIN, once' },
  'dual.reveal.title': { fr: 'SO-PIN du jeton {serial}', en: 'SO-PIN of token {serial}' },
  'dual.reveal.text': {
    fr: "Affiché cette seule fois, à vous seul. La page se ferme d'elle-même dans deux minutes.",
    en: 'Shown this once, to you alone. The page closes by itself in two minutes.',
  },
  'dual.reveal.former': {
    fr: 'La production de ce jeton a échoué avant qu’il soit effacé : s’il refuse ce SO-PIN, il a encore celui-ci. Chaque essai faux compte.',
    en: 'Making this token failed before it was wiped: where it refuses this SO-PIN, it still has this one. Each wrong try counts.',
  },
  'dual.surge.text': {
    fr: 'Les limites sont relevées pour une durée fixée ; la séparation des tâches ne change pas.',
    en: 'Limits are raised for a set time; the separation of duties stays as it is.',
  },
  'dual.surge.end': { fr: 'Mettre fin à la période de forte activité', en: 'End surge mode' },
  'dual.surge.ended': { fr: 'La période de forte activité a pris fin.', en: 'Surge mode has ended.' },
  'dual.waiting': { fr: "Attend deux personnes avant d'émettre", en: 'Waits for two persons before it issues' },
  'dual.waiting.text': {
    fr: 'Ce qui a changé n’émet rien tant que deux personnes n’ont pas confirmé sa nouvelle empreinte.',
    en: 'What was changed issues nothing until two persons have confirmed its new hash.',
  },
  'dual.hash.new': { fr: 'Nouvelle empreinte', en: 'New hash' },
  'dual.changes': { fr: 'Ce qui change dans {name}', en: 'What changes in {name}' },
  'dual.changes.at': { fr: 'Mention', en: 'Word' },
  'dual.changes.before': { fr: 'Confirmé', en: 'Confirmed' },
  'dual.changes.after': { fr: 'Nouveau', en: 'New' },
  'dual.changes.unknown': {
    fr: 'Le texte confirmé n’est plus là : comparez le fichier à votre propre copie, il ne reste que son empreinte.',
    en: 'The confirmed text is not there any more: hold the file against your own copy, only its hash is left.',
  },
  'dual.hash.before': { fr: 'Empreinte confirmée', en: 'Confirmed hash' },
  'dual.restore': { fr: 'Base restaurée', en: 'Restored records' },
  'dual.restore.text': {
    fr: "Rien n'est émis tant que deux personnes n'ont pas confirmé. Écritures restaurées : {entries}. Cochez les rôles qui reviennent, après avoir vérifié que chacun les a encore ; tous les autres prennent fin. Personne ne rétablit son propre rôle.",
    en: 'Nothing is issued until two persons have confirmed it. Entries restored: {entries}. Tick the roles that come back, once you know that each person still has them; every other one ends. Nobody brings back a role of their own.',
  },
  'dual.restore.crl': { fr: 'Liste de révocation', en: 'CRL' },
  'dual.restore.withoutCrl': {
    fr: 'Nous nous portons garants que rien n’a été révoqué depuis la sauvegarde',
    en: 'We vouch that nothing has been revoked since the backup',
  },
  'dual.restore.withoutCrl.hint': {
    fr: 'Aucune copie de la dernière liste de révocation n’est là : d’ici la confirmation, aucune liste n’est publiée et aucun certificat n’est déclaré valide. Mieux vaut déposer, dans le dossier « crl » des données, la liste la plus récente qu’une passerelle détient, puis redémarrer le service.',
    en: 'No copy of the last CRL is here: until the confirmation no CRL is published and no certificate is said to be valid. Better: put the newest CRL that a gateway holds into the folder “crl” of the data, then start the service again.',
  },
  'dual.restore.grants': { fr: 'Rôles de la sauvegarde', en: 'Roles of the backup' },
  'dual.restore.noGrants': {
    fr: "Aucun autre rôle d'opérateur dans la sauvegarde.",
    en: 'No other operator role in the backup.',
  },
  'dual.restore.nobody': { fr: 'Aucun rôle ne revient', en: 'No role comes back' },
  'dual.purge': { fr: 'Données personnelles à effacer', en: 'Personal data to purge' },
  'dual.purge.text': {
    fr: 'Personnes que plus rien ne lie au service depuis le délai légal : {names}.',
    en: 'People whom nothing has bound to the service for as long as the law asks: {names}.',
  },
  'dual.takeOver.count': { fr: 'Nombre de postes', en: 'Number of workstations' },
  'dual.takeOver.holder': { fr: 'agent : {who}', en: 'agent: {who}' },
  'dual.sopin': { fr: 'Consulter un SO-PIN', en: 'Look at an SO-PIN' },
  'dual.sopin.text': {
    fr: "Après confirmation, vous le voyez une fois. Le code PIN d'un porteur n'est jamais affiché.",
    en: "Once it is confirmed you see it once. A holder's PIN is never shown.",
  },
  'dual.review.confirmed': { fr: 'confirmé', en: 'confirmed' },
  'dual.review.ended': { fr: 'prend fin', en: 'ends' },
  'phone.steps': { fr: 'Marche à suivre', en: 'How to go about it' },
  'phone.step.1': {
    fr: "Demandez à la personne son nom, puis le numéro de série : il est sur l'étiquette du jeton et sur sa lettre.",
    en: "Ask who is calling, then for the serial number: it is on the token's label and on its letter.",
  },
  'phone.step.2': {
    fr: 'Demandez le code de révocation imprimé sur la lettre du code PIN. Ne demandez jamais le code PIN.',
    en: 'Ask for the revocation code printed on the letter with the PIN. Never ask for the PIN.',
  },
  'phone.step.3': {
    fr: 'Saisissez les deux. Dites seulement si le jeton est révoqué, jamais lequel des deux est faux.',
    en: 'Type both. Say only whether the token is revoked, never which of the two is wrong.',
  },
  'phone.step.4': {
    fr: "Sans le code : rappelez au numéro de l'annuaire, puis faites révoquer par un valideur ou un responsable sécurité.",
    en: 'Without the code: call back on the number of the directory, then have an approver or a security officer revoke it.',
  },
  'phone.wait': {
    fr: 'Après trois codes faux, chaque essai suivant attend un peu plus, une minute au plus.',
    en: 'After three wrong codes, each further try waits a little longer, a minute at most.',
  },
  'security.lead': {
    fr: "Un jeton révoqué n'ouvre plus le réseau, en quelques secondes.",
    en: 'A revoked token stops opening the network within seconds.',
  },
  'compare.title': { fr: 'Tables et journal', en: 'Tables and journal' },
  'compare.text': {
    fr: 'Chaque enregistrement est comparé à ce que le journal en dit : au démarrage, chaque jour, et à la demande. Ce qui en diffère est refusé et signalé.',
    en: 'Each record is compared with what the journal says of it: at a start, each day, and when asked. What differs is refused and reported.',
  },
  'compare.last': {
    fr: 'Dernière comparaison : {at}, {rows} enregistrements, jusqu’à l’écriture {size}.',
    en: 'Last comparison: {at}, {rows} records, up to entry {size}.',
  },
  'compare.never': {
    fr: 'Aucune comparaison ne s’est achevée depuis le démarrage.',
    en: 'No comparison has come to its end since the start.',
  },
  'compare.running': { fr: 'Comparaison en cours depuis le {at}.', en: 'A comparison has been running since {at}.' },
  'compare.done': { fr: '{done} enregistrements lus sur {total}', en: '{done} of {total} records read' },
  'compare.failed': {
    fr: 'La dernière comparaison n’a pas abouti. Prévenez l’administrateur.',
    en: 'The last comparison came to no end. Tell the administrator.',
  },
  'compare.send': { fr: 'Comparer maintenant', en: 'Compare now' },
  'compare.asked': {
    fr: 'La comparaison est lancée ; ce qu’elle trouve s’affiche ici.',
    en: 'The comparison has begun; what it finds is shown here.',
  },
  'compare.known.one': { fr: '{n} enregistrement diffère du journal', en: '{n} record differs from the journal' },
  'compare.known.other': { fr: '{n} enregistrements diffèrent du journal', en: '{n} records differ from the journal' },
  'compare.known.text': {
    fr: 'Quelqu’un a écrit dans la base sans passer par ce service. Ces enregistrements sont refusés ; les révocations continuent. Prévenez l’administrateur et gardez une copie de la base.',
    en: 'Somebody wrote to the database without this service. These records are refused; revocations go on. Tell the administrator and keep a copy of the database.',
  },
  'compare.records': { fr: 'Enregistrements qui diffèrent', en: 'Records that differ' },
  'compare.record': { fr: 'Enregistrement', en: 'Record' },
  'compare.how': { fr: 'Écart', en: 'How' },
  'compare.since': { fr: 'Constaté', en: 'Found' },
  'security.workstation': { fr: 'Bloquer un poste', en: 'Block a workstation' },
  'security.workstation.text': {
    fr: 'Bloquer ou déclarer perdu un poste révoque tous ses jetons.',
    en: 'Blocking a workstation or declaring it lost revokes all its tokens.',
  },
  'security.workstation.send': { fr: 'Chercher le poste', en: 'Find the workstation' },
  'grave.revoke': { fr: 'Révoquer ce jeton ou ce certificat ?', en: 'Revoke this token or credential?' },
  'grave.unknown': { fr: 'Inconnu de ce service', en: 'Not known to this service' },
  'policy.ask': { fr: 'Proposer cette règle ?', en: 'Propose this policy?' },
  'policy.ask.warning': {
    fr: 'Elle vaut dès qu’une autre personne la confirme, pour tout le service.',
    en: 'It holds for the whole service as soon as another person confirms it.',
  },
  'done.loss.of': {
    fr: '{serial}, de {holder}, est révoqué : il n’ouvre plus le réseau.',
    en: '{serial}, of {holder}, is revoked: it no longer opens the network.',
  },
  'done.loss.later.of': {
    fr: '{serial}, de {holder}, est révoqué. La liste publiée suivra dans un instant.',
    en: '{serial}, of {holder}, is revoked. The published list will follow in a moment.',
  },
  'revoke.title': { fr: 'Révoquer un jeton ou un certificat', en: 'Revoke a token or a credential' },
  'revoke.serial.hint': {
    fr: "Sur l'étiquette du jeton, ou le numéro du certificat",
    en: "On the token's label, or the certificate's number",
  },
  'revoke.issuer': { fr: 'Ce que ce certificat ouvre', en: 'What this certificate opens' },
  'revoke.issuer.hint': {
    fr: 'Pour un numéro que la base restaurée ne connaît pas ; sinon, le service le sait lui-même',
    en: 'For a number that the restored records do not know; of any other the service knows it',
  },
  'revoke.issuer.token': { fr: 'Le réseau : jeton, poste ou serveur', en: 'The network: token, workstation or server' },
  'revoke.issuer.nomade': { fr: 'La messagerie seule : Nomade', en: 'The mail alone: Nomade' },
  'revoke.send': { fr: 'Révoquer', en: 'Revoke' },
  'phone.title': { fr: 'Révoquer par téléphone', en: 'Revoke by telephone' },
  'phone.text': {
    fr: "L'agent dicte le code remis avec son jeton. Chaque essai est consigné.",
    en: 'The agent dictates the code given with the token. Every try is recorded.',
  },
  'phone.code.hint': {
    fr: 'Trois groupes de quatre, par exemple ABCD-EFGH-JKMN',
    en: 'Three groups of four, such as ABCD-EFGH-JKMN',
  },
  'phone.send': { fr: 'Révoquer avec ce code', en: 'Revoke with this code' },
  'dual.lead': {
    fr: 'Un acte sensible est proposé par une personne et confirmé tel quel par une autre, avant l’heure que la proposition indique.',
    en: 'A sensitive act is proposed by one person and confirmed just so by another, before the time that the proposal says.',
  },
  'dual.none': { fr: "Aucune proposition n'attend.", en: 'No proposal waits.' },
  'dual.proposer': { fr: 'Proposé par', en: 'Proposed by' },
  'team.title': { fr: 'Équipe', en: 'Team' },
  'team.whole': {
    fr: "Les personnes ci-dessous peuvent faire tout ce qu'un site fait.",
    en: 'The people below can do everything that a site does.',
  },
  'team.lacks': {
    fr: "Ce que l'équipe d'aujourd'hui ne peut pas faire, et qui il faudrait ajouter :",
    en: 'What today’s team cannot do, and who would have to be added:',
  },
  'team.stands': { fr: "À l'arrêt : {names}", en: 'Standing still: {names}' },
  'team.members': { fr: 'Qui travaille ici', en: 'Who works here' },
  'team.until': { fr: "jusqu'au {day}", en: 'until {day}' },
  'dual.from': { fr: 'À confirmer à partir du', en: 'To be confirmed from' },
  'dual.until': { fr: 'À confirmer avant', en: 'To be confirmed by' },
  'dual.hash': { fr: "Empreinte de l'acte", en: 'Hash of the act' },
  'dual.confirm': { fr: 'Je confirme cet acte', en: 'I confirm this act' },
  'dual.cancel': { fr: 'Retirer ma proposition', en: 'Withdraw my proposal' },
  'dual.refuse': { fr: 'Je refuse cet acte', en: 'I refuse this act' },
  'dual.refused': {
    fr: 'Refusé : cet acte ne se fera pas. Qui l’a proposé le lit dans ses avis.',
    en: 'Refused: this act will not be done. Who proposed it reads so in their notices.',
  },
  'dual.mine': { fr: 'Une autre personne doit confirmer.', en: 'Another person has to confirm.' },
  'dual.awaits': {
    fr: 'À confirmer par une personne qui a le rôle : {role}.',
    en: 'To be confirmed by somebody who has the role: {role}.',
  },
  'dual.waits': {
    fr: 'Personne ne peut encore confirmer : la personne concernée peut s’opposer en annulant la proposition.',
    en: 'Nobody can confirm yet: the person whom it is about may object by cancelling the proposal.',
  },
  'dual.over': { fr: 'Le délai est passé : proposez à nouveau.', en: 'Its time is over: propose it again.' },
  'dual.done': { fr: 'Confirmé et exécuté.', en: 'Confirmed and done.' },
  'dual.cancelled': { fr: 'Proposition retirée.', en: 'Proposal withdrawn.' },
  'policy.title': { fr: 'Proposer une règle', en: 'Propose a policy' },
  'policy.standing': {
    fr: '{name} : {value} aujourd’hui, de {least} à {most}',
    en: '{name}: {value} today, from {least} to {most}',
  },
  'policy.text': {
    fr: 'Valideurs par demande, limites et délais : une règle proposée vaut dès que la seconde personne la confirme.',
    en: 'Approvers of a request, limits and time limits: what is proposed holds once the second person confirms it.',
  },
} as const satisfies Bilingual;
