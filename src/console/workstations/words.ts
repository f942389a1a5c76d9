import { campaignNames } from '../../words/campaign-names.ts';
import type { Bilingual } from '../../words/translator.ts';

/** What the screens of workstations/ say, in French and in English. */
export const workstationsWords = {
  'filter.workstations': { fr: 'Rechercher un poste', en: 'Search for a workstation' },
  'service.hint': {
    fr: 'Code du service, par exemple PREF-33 ou DNUM/SDIT : lettres sans accent et chiffres, séparés par - ou /, sans espace',
    en: 'Code of the service, such as PREF-33 or DNUM/SDIT: unaccented letters and digits, parted by - or /, without spaces',
  },
  'workstations.service.hint': {
    fr: 'Avec les services qui en dépendent',
    en: 'With the services below it',
  },
  'workstations.none': { fr: 'Aucun poste ne correspond.', en: 'No workstation matches.' },
  'workstations.register': { fr: 'Enregistrer un poste', en: 'Register a workstation' },
  'workstations.number.hint': {
    fr: 'Sur l’étiquette du poste, par exemple PN-88213 : lettres sans accent et chiffres, avec . _ ou - entre eux, sans espace',
    en: 'On the machine’s label, such as PN-88213: unaccented letters and digits, with . _ or - between them, without spaces',
  },
  'workstations.register.text': {
    fr: 'Le poste entre comme « enregistré » ; sa liste de contrôle, que deux personnes signent, le met en service.',
    en: 'The workstation comes in as “registered”; its checklist, which two people sign, puts it into service.',
  },
  'workstations.register.send': { fr: 'Enregistrer', en: 'Register' },
  'workstations.registered': { fr: 'Le poste est enregistré.', en: 'The workstation is registered.' },
  'workstations.serial.hint': {
    fr: 'Celui du constructeur, s’il est connu, par exemple 5CG1234XYZ : lettres sans accent et chiffres, avec . _ / ou - entre eux, sans espace',
    en: 'Its maker’s, where it is known, such as 5CG1234XYZ: unaccented letters and digits, with . _ / or - between them, without spaces',
  },
  'workstations.image.hint': {
    fr: 'Nom et version de l’image installée, s’ils sont connus',
    en: 'Name and version of the image that is installed, where they are known',
  },
  'record.holder': { fr: 'Agent qui l’a', en: 'Agent who has it' },
  'record.holder.hidden': { fr: 'un agent', en: 'an agent' },
  'record.formerToken': { fr: 'lié autrefois à ce poste', en: 'bound to it once' },
  'record.assign': { fr: 'Attribuer le poste', en: 'Give it to an agent' },
  'record.assign.person': { fr: 'Agent', en: 'Agent' },
  'record.assign.hint': { fr: 'Matricule : M-00471', en: 'Directory id: M-00471' },
  'record.assign.done': { fr: 'Le poste est attribué.', en: 'The workstation is given to the agent.' },
  'record.takeBack': { fr: 'Reprendre le poste', en: 'Take it back' },
  'record.takeBack.done': { fr: 'Plus personne n’a ce poste.', en: 'Nobody has this workstation any more.' },
  'record.reason': { fr: 'Motif', en: 'Reason' },
  'record.amend': { fr: 'Corriger la fiche', en: 'Correct the record' },
  'record.amend.text': {
    fr: 'Le journal garde ce qui était écrit et ce qui le remplace. L’état du poste ne change pas.',
    en: 'The journal keeps what was written and what takes its place. The state does not change.',
  },
  'record.amend.send': { fr: 'Enregistrer la correction', en: 'Save the correction' },
  'record.amend.done': { fr: 'La fiche est corrigée.', en: 'The record is corrected.' },
  'record.incidents': { fr: 'Incidents', en: 'Incidents' },
  'record.incidents.none': { fr: 'Aucun incident ne concerne ce poste.', en: 'No incident concerns this workstation.' },
  'record.incidents.at': { fr: 'Signalé le', en: 'Reported on' },
  'record.incidents.kind': { fr: 'Nature', en: 'Kind' },
  'record.incidents.outcome': { fr: 'Suite', en: 'Outcome' },
  'record.life': { fr: 'Vie du poste', en: 'Life of the workstation' },
  'record.life.when': { fr: 'Quand', en: 'When' },
  'record.life.who': { fr: 'Qui', en: 'Who' },
  'record.life.what': { fr: 'Acte', en: 'Act' },
  'record.life.changed': { fr: 'Ce qui change', en: 'What changed' },
  'record.life.change': { fr: '{column} : {before} → {after}', en: '{column}: {before} → {after}' },
  'record.life.begins': { fr: '{column} : {after}', en: '{column}: {after}' },
  'record.life.nothing': { fr: 'rien', en: 'nothing' },
  'workstations.since': { fr: 'Enregistré le', en: 'Registered on' },
  'workstations.tokens': { fr: 'Jetons de ce poste', en: 'Tokens of this workstation' },
  'workstations.tokens.none': {
    fr: "Aucun jeton n'a été lié à ce poste.",
    en: 'No token was ever bound to this workstation.',
  },
  'machineEnds.title': {
    fr: 'Certificats de postes arrivant à expiration',
    en: 'Workstation certificates that end soon',
  },
  'machineEnds.text': {
    fr: 'Dans les {days} jours. Le service ne peut pas les renouveler : la clé est créée dans le poste. Un technicien dépose une nouvelle demande de certificat sur la page du poste, une fois en service s’il est prêté, en migration ou en réparation.',
    en: 'Within {days} days. The service cannot renew them: the key is made in the workstation. A technician hands in a new certificate request on the page of the workstation, once it is in service where it is lent, migrating or in repair.',
  },
  'machineEnds.none': {
    fr: 'Aucun certificat de poste ne prend fin dans les {days} jours.',
    en: 'No certificate of a workstation ends within {days} days.',
  },
  'machineEnds.noneFound': {
    fr: 'Aucun certificat de poste qui prend fin dans les {days} jours ne correspond.',
    en: 'No certificate of a workstation that ends within {days} days matches.',
  },
  'machineEnds.back': { fr: 'Retour aux postes', en: 'Back to the workstations' },
  'machine.title': { fr: 'Certificat du poste', en: 'Certificate of the workstation' },
  'machine.none': {
    fr: "Aucun certificat n'a été délivré à ce poste.",
    en: 'No certificate was ever issued to this workstation.',
  },
  'machine.download': { fr: 'Télécharger (PEM)', en: 'Download (PEM)' },
  'machine.request': {
    fr: 'Demande de certificat du poste (PKCS#10)',
    en: 'Certificate request of the workstation (PKCS#10)',
  },
  'machine.request.hint': {
    fr: "Fichier PEM ou DER produit sur le poste, où la clé privée reste. Seule la clé publique en est reprise : le nom vient de l'inventaire.",
    en: 'PEM or DER file made on the workstation, where the private key stays. Only the public key is taken from it: the name comes from the inventory.',
  },
  'machine.another': {
    fr: 'Vous avez fait entrer ce poste ou signé son dernier point de contrôle : un autre technicien fait délivrer son certificat.',
    en: 'You brought this workstation in or signed its last item: another technician has its certificate issued.',
  },
  'machine.renewal': {
    fr: 'Le certificat en cours sera révoqué aussitôt.',
    en: 'The certificate in use will be revoked at once.',
  },
  'machine.send': { fr: 'Lire l’empreinte de la clé', en: "Read the key's fingerprint" },
  'machine.compare': { fr: 'Comparer l’empreinte de la clé', en: "Compare the key's fingerprint" },
  'machine.compare.text': {
    fr: 'Sur le poste {number}, affichez l’empreinte de sa clé publique, et comparez-la caractère par caractère. Une demande substituée en chemin a une autre empreinte.',
    en: 'On workstation {number}, show the fingerprint of its public key, and compare it character by character. A request that was exchanged on its way has another one.',
  },
  // in lines that fit a small window, and that a shell takes as one command
  'machine.compare.command': {
    fr: 'openssl req -in demande.pem -noout -pubkey |\nopenssl pkey -pubin -outform DER |\nsha256sum',
    en: 'openssl req -in request.pem -noout -pubkey |\nopenssl pkey -pubin -outform DER |\nsha256sum',
  },
  'machine.fingerprint': { fr: 'Empreinte SHA-256 de la clé de la demande', en: 'SHA-256 of the key in the request' },
  'machine.compared': {
    fr: 'J’ai comparé cette empreinte avec celle que le poste affiche : elles sont identiques',
    en: 'I compared this fingerprint with the one that the workstation shows: they are identical',
  },
  'machine.compared.hint': {
    fr: 'Le journal garde l’empreinte que vous avez comparée.',
    en: 'The journal keeps the fingerprint that you compared.',
  },
  'machine.issue': { fr: 'Délivrer le certificat', en: 'Issue the certificate' },
  'machine.done': {
    fr: 'Le certificat est délivré : téléchargez-le et installez-le sur le poste.',
    en: 'The certificate is issued: download it and install it on the workstation.',
  },
  'machine.done.unpublished': {
    fr: "Le certificat est délivré. La liste de révocation n'a pas encore pu être publiée : elle le sera dès que possible.",
    en: 'The certificate is issued. The revocation list could not be published yet: it will be as soon as possible.',
  },
  'workstations.steps': { fr: "Changer l'état", en: 'Change the state' },
  'workstations.incident': { fr: 'Incident', en: 'Incident' },
  'workstations.incident.none': {
    fr: 'Aucun jeton, actif ou en cours de remise, n’est lié à ce poste.',
    en: 'No token, active or being handed over, is bound to this workstation.',
  },
  'workstations.incident.open': {
    fr: 'Un incident est ouvert sur ce poste : bloquer l’incident retire aussi ce que la personne a en service ailleurs, Nomade compris.',
    en: 'An incident is open on this workstation: to block the incident also takes away what the person has in use elsewhere, Nomade too.',
  },
  'workstations.incident.go': { fr: 'Incident ouvert ({kind}, {at})', en: 'Open incident ({kind}, {at})' },
  'workstations.incident.rest': {
    fr: 'Bloquer le poste laisse en service ce que son porteur a ailleurs, Nomade compris. Pour le retirer aussi :',
    en: 'Blocking the workstation leaves in use what its holder has elsewhere, Nomade too. To take that away as well:',
  },
  'workstations.incident.tokens.one': {
    fr: '{n} jeton, actif ou en cours de remise, sera révoqué aussitôt.',
    en: '{n} token, active or being handed over, will be revoked at once.',
  },
  'workstations.incident.tokens.other': {
    fr: '{n} jetons, actifs ou en cours de remise, seront révoqués aussitôt.',
    en: '{n} tokens, active or being handed over, will be revoked at once.',
  },
  'workstations.retire.tokens.one': {
    fr: 'Réformer le poste révoque aussitôt {n} jeton, actif ou en cours de remise.',
    en: 'Retiring the workstation revokes at once {n} token, active or being handed over.',
  },
  'workstations.retire.tokens.other': {
    fr: 'Réformer le poste révoque aussitôt {n} jetons, actifs ou en cours de remise.',
    en: 'Retiring the workstation revokes at once {n} tokens, active or being handed over.',
  },
  'workstations.retire.title': { fr: 'Réformer ce poste ?', en: 'Retire this workstation?' },
  'workstations.retire.token': { fr: 'Jeton {serial}', en: 'Token {serial}' },
  'workstations.retire.certificate': { fr: 'Certificat du poste', en: 'Certificate of the workstation' },
  'workstations.retire.forGood': {
    fr: 'Un poste réformé ne revient pas en service.',
    en: 'A retired workstation does not come back into service.',
  },
  'workstations.retire.warning': {
    fr: 'Un poste réformé ne revient pas en service. S’il est perdu, déclarez-le perdu ; s’il est attaqué, bloquez-le : d’autres personnes en sont alors prévenues.',
    en: 'A retired workstation does not come back into service. If it is lost, report it lost; if it is attacked, block it: others are then told.',
  },
  'workstations.loan.title': {
    fr: 'Mettre fin au prêt de ce poste ?',
    en: 'End the loan of this workstation?',
  },
  'workstations.loan.warning': {
    fr: 'Les jetons encore liés à ce poste sont révoqués. Pour garder un jeton, revenez en arrière et liez-le d’abord à l’autre poste de son porteur, depuis la page du jeton, en présence du porteur et de deux personnes du service.',
    en: 'The tokens still bound to this workstation are revoked. To keep a token, go back and first bind it to its holder’s other workstation, on the token’s page, in the presence of the holder and two members of staff.',
  },
  'workstations.loan.warning.requests': {
    fr: 'Les demandes ouvertes pour ce poste sont annulées, et leurs demandeurs avertis. Un jeton en cours de production est effacé.',
    en: 'The requests open for this workstation are withdrawn, and who asked is told. A token that is being made is wiped.',
  },
  'workstations.loan.warning.both': {
    fr: 'Les jetons encore liés à ce poste sont révoqués. Les demandes listées sont annulées, et leurs demandeurs avertis ; un jeton en cours de production est effacé. Pour garder un jeton, revenez en arrière et liez-le d’abord à l’autre poste de son porteur, depuis la page du jeton, en présence du porteur et de deux personnes du service.',
    en: 'The tokens still bound to this workstation are revoked. The listed requests are withdrawn, and who asked is told; a token that is being made is wiped. To keep a token, go back and first bind it to its holder’s other workstation, on the token’s page, in the presence of the holder and two members of staff.',
  },
  'workstations.request': { fr: 'Demande {number}', en: 'Request {number}' },
  'workstations.loan.send.requests': {
    fr: 'Enregistrer le retour, annuler ces demandes',
    en: 'Record the return, withdraw these requests',
  },
  'workstations.loan.send.both': {
    fr: 'Enregistrer le retour, révoquer et annuler',
    en: 'Record the return, revoke and withdraw',
  },
  'workstations.loan.send': {
    fr: 'Enregistrer le retour, révoquer ces jetons',
    en: 'Record the return, revoke these tokens',
  },
  'workstations.changed': { fr: "L'état du poste a changé.", en: "The workstation's state has changed." },
  'workstations.loaned.assign': {
    fr: 'Le poste est prêté. Attribuez-le maintenant à l’agent qui l’emporte.',
    en: 'The workstation is lent. Now give it to the agent who takes it away.',
  },
  'workstations.loaned.tokens.one': {
    fr: 'Le poste est prêté. {n} jeton en service est lié à ce poste : il sera révoqué au retour du prêt, même s’il est d’avant.',
    en: 'The workstation is lent. {n} token in use is bound to it: it will be revoked as the loan ends, even if it was there before.',
  },
  'workstations.loaned.tokens.other': {
    fr: 'Le poste est prêté. {n} jetons en service sont liés à ce poste : ils seront révoqués au retour du prêt, même s’ils sont d’avant.',
    en: 'The workstation is lent. {n} tokens in use are bound to it: they will be revoked as the loan ends, even if they were there before.',
  },
  'workstations.returned.holder': {
    fr: 'Le retour est enregistré. Jetons révoqués : {revoked} ; demandes annulées : {closed}. La fiche dit encore qui a ce poste : s’il ne l’a plus, reprenez-le, plus bas.',
    en: 'The return is recorded. Tokens revoked: {revoked}; requests withdrawn: {closed}. The record still says who has this workstation: where they no longer have it, take it back, below.',
  },
  'workstations.changed.later': {
    fr: 'L’état du poste a changé. Jetons révoqués : {revoked} ; demandes annulées : {closed}. La liste de révocation n’a pas encore pu être publiée : elle le sera dès que possible ; OCSP le dit déjà.',
    en: 'The workstation’s state has changed. Tokens revoked: {revoked}; requests withdrawn: {closed}. The revocation list could not be published yet: it will be as soon as possible; OCSP says so already.',
  },
  'workstations.revoked.one': {
    fr: "L'état du poste a changé ; {n} jeton révoqué.",
    en: "The workstation's state has changed; {n} token revoked.",
  },
  'workstations.revoked.other': {
    fr: "L'état du poste a changé ; {n} jetons révoqués.",
    en: "The workstation's state has changed; {n} tokens revoked.",
  },
  'workstations.closed.one': {
    fr: "L'état du poste a changé ; {n} demande annulée.",
    en: "The workstation's state has changed; {n} request withdrawn.",
  },
  'workstations.closed.other': {
    fr: "L'état du poste a changé ; {n} demandes annulées.",
    en: "The workstation's state has changed; {n} requests withdrawn.",
  },
  'workstations.revokedAndClosed': {
    fr: "L'état du poste a changé. Jetons révoqués : {revoked} ; demandes annulées : {closed}.",
    en: "The workstation's state has changed. Tokens revoked: {revoked}; requests withdrawn: {closed}.",
  },
  'workstations.campaign': { fr: 'Campagne de migration', en: 'Migration campaign' },
  'workstations.campaign.value': { fr: 'vers {image}, jour prévu : {day}', en: 'to {image}, day planned: {day}' },
  'workstations.exchange': campaignNames['campaign.kind.exchange'],
  'workstations.exchange.old': {
    fr: 'remplacé par {number}, jour prévu : {day}',
    en: 'replaced by {number}, day planned: {day}',
  },
  'workstations.exchange.new': {
    fr: 'remplace {number}, jour prévu : {day}',
    en: 'takes the place of {number}, day planned: {day}',
  },
  'workstations.exchange.bring.both.token': {
    fr: 'Apportez ce jour-là les deux postes avec leurs chargeurs, votre jeton et une pièce d’identité.',
    en: 'On that day bring both machines with their chargers, your token and an identity document.',
  },
  'workstations.exchange.bring.both.alone': {
    fr: 'Apportez ce jour-là les deux postes avec leurs chargeurs.',
    en: 'On that day bring both machines with their chargers.',
  },
  'workstations.exchange.bring.old.token': {
    fr: 'Apportez ce jour-là votre poste avec son chargeur, votre jeton et une pièce d’identité. Le nouveau poste vous est remis sur place.',
    en: 'On that day bring your machine with its charger, your token and an identity document. You are given the new machine there.',
  },
  'workstations.exchange.bring.old.alone': {
    fr: 'Apportez ce jour-là votre poste avec son chargeur. Le nouveau poste vous est remis sur place.',
    en: 'On that day bring your machine with its charger. You are given the new machine there.',
  },
  'workstations.exchange.bring.new.token': {
    fr: 'Apportez ce jour-là votre nouveau poste avec son chargeur, votre jeton et une pièce d’identité.',
    en: 'On that day bring your new machine with its charger, your token and an identity document.',
  },
  'workstations.exchange.bring.new.alone': {
    fr: 'Apportez ce jour-là votre nouveau poste avec son chargeur.',
    en: 'On that day bring your new machine with its charger.',
  },
  'workstations.exchange.bring.none.token': {
    fr: 'Apportez ce jour-là votre jeton et une pièce d’identité. Le nouveau poste vous est remis sur place.',
    en: 'On that day bring your token and an identity document. You are given the new machine there.',
  },
  'workstations.exchange.bring.none.alone': {
    fr: 'Venez ce jour-là : le nouveau poste vous est remis sur place.',
    en: 'Come on that day: you are given the new machine there.',
  },
  'workstations.exchange.give': {
    fr: 'Attribuez d’abord {number} au porteur',
    en: 'Give {number} to the holder first',
  },
  'workstations.exchange.bind': {
    fr: 'Lier le jeton {serial} au poste {number}',
    en: 'Bind token {serial} to workstation {number}',
  },
  'workstations.exchange.toBind': {
    fr: 'Le jeton {serial} est à lier au poste {number}',
    en: 'Token {serial} is to be bound to workstation {number}',
  },
  'workstations.exchange.noToken': { fr: 'Aucun jeton à lier', en: 'No token to bind' },
  'workstation.action.migrate': { fr: 'Commencer la migration', en: 'Begin migration' },
  'workstation.action.loan': { fr: 'Prêter', en: 'Lend' },
  'workstation.action.giveBack': { fr: 'Enregistrer le retour', en: 'Record the return' },
  'workstation.action.sendToRepair': { fr: 'Envoyer en réparation', en: 'Send to repair' },
  'workstation.action.takeBackCleaned': { fr: 'Nettoyé : en réparation', en: 'Cleaned: to repair' },
  'workstation.action.takeBackFound': { fr: 'Retrouvé : en réparation', en: 'Found: to repair' },
  'workstation.action.backFromRepair': {
    fr: 'Revenu de réparation (liste à refaire)',
    en: 'Back from repair (checklist due anew)',
  },
  'workstation.action.retire': { fr: 'Réformer', en: 'Retire' },
  'workstation.action.block': { fr: 'Bloquer le poste', en: 'Block the workstation' },
  'workstation.action.lose': { fr: 'Déclarer perdu', en: 'Report lost' },
  'machineLoss.title': { fr: 'Déclarer un poste perdu ou volé', en: 'Report a workstation lost or stolen' },
  'machineLoss.report': { fr: 'Déclarer ce poste perdu ou volé', en: 'Report this workstation lost or stolen' },
  'machineLoss.lead': {
    fr: 'Le poste, ses jetons et son certificat n’ouvrent plus le réseau dès la confirmation.',
    en: 'The workstation, its tokens and its certificate no longer open the network once you confirm.',
  },
  'machineLoss.number.hint': {
    fr: 'Numéro du poste, ou numéro de série, sur l’étiquette',
    en: 'Asset or serial number, on its label',
  },
  'machineLoss.go': { fr: 'Voir ce qui sera révoqué', en: 'See what will be revoked' },
  'machineLoss.tokens': { fr: 'Jetons en service sur ce poste', en: 'Tokens in use on this workstation' },
  'machineLoss.others': { fr: 'Jetons d’autres agents sur ce poste', en: 'Tokens of other agents on this workstation' },
  'machineLoss.others.n.one': { fr: '{n} en service', en: '{n} in use' },
  'machineLoss.others.n.other': { fr: '{n} en service', en: '{n} in use' },
  'machineLoss.otherRequests': {
    fr: 'Demandes d’autres agents pour ce poste',
    en: 'Requests of other agents for this workstation',
  },
  'machineLoss.otherRequests.n.one': { fr: '{n} ouverte', en: '{n} open' },
  'machineLoss.otherRequests.n.other': { fr: '{n} ouvertes', en: '{n} open' },
  'machineLoss.revoked.one': { fr: 'Révoqué', en: 'Revoked' },
  'machineLoss.revoked.other': { fr: 'Révoqués', en: 'Revoked' },
  'machineLoss.withdrawn.one': { fr: 'Annulée', en: 'Withdrawn' },
  'machineLoss.withdrawn.other': { fr: 'Annulées', en: 'Withdrawn' },
  'machineLoss.none': { fr: 'aucun', en: 'none' },
  'machineLoss.warning': {
    fr: 'La révocation est immédiate et définitive. Si le poste est retrouvé, seul l’atelier peut le remettre en service.',
    en: 'The revocation is immediate and final. If the workstation is found, only the workshop can put it back into service.',
  },
  'machineLoss.send': { fr: 'Déclarer perdu et révoquer', en: 'Report it lost and revoke' },
  'machineLoss.done': {
    fr: 'Le poste {number} est déclaré perdu : ses jetons et son certificat n’ouvrent plus le réseau.',
    en: 'Workstation {number} is reported lost: its tokens and its certificate no longer open the network.',
  },
  'machineLoss.done.later': {
    fr: 'Le poste {number} est déclaré perdu. La liste publiée suivra dans un instant.',
    en: 'Workstation {number} is reported lost. The published list will follow in a moment.',
  },
  'workstations.cameIn': { fr: 'Entrée en service', en: 'Came into service' },
  'workstations.cameIn.checklist': { fr: 'par sa liste de contrôle', en: 'by its checklist' },
  'workstations.cameIn.taken-over': { fr: 'repris par deux personnes', en: 'taken over by two persons' },
  'workstations.cameIn.none': { fr: 'pas encore', en: 'not yet' },
  'delivery.done.one': { fr: '{n} jeton entré en stock.', en: '{n} token taken into stock.' },
  'delivery.done.other': { fr: '{n} jetons entrés en stock.', en: '{n} tokens taken into stock.' },
} as const satisfies Bilingual;
