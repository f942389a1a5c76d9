import type { Bilingual } from '../../words/translator.ts';

/** What the screens of handover/ say, in French and in English. */
export const handoverWords = {
  'handover.title': { fr: 'Remise {number}', en: 'Hand-over {number}' },
  'handover.give.text': {
    fr: 'Débranchez le jeton et donnez-le au porteur : la remise s’enregistre.',
    en: 'Pull the token out and give it to its holder: the hand-over is recorded.',
  },
  'parcels.title': { fr: 'Préparer des envois', en: 'Prepare parcels' },
  'parcels.text': {
    fr: 'Pour chaque jeton : branchez-le, scannez son étiquette, puis le numéro du transporteur. Plusieurs jetons vont dans un même colis si vous scannez le même numéro pour chacun.',
    en: 'For each token: plug it in, scan its label, then the carrier’s number. Several tokens go in one parcel where you scan the same number for each.',
  },
  'parcels.scan.label': { fr: 'Étiquette du jeton', en: 'Label of the token' },
  'parcels.scan.carrier': { fr: 'Numéro du transporteur pour {number}', en: 'Carrier’s number for {number}' },
  'parcels.to': {
    fr: 'Jeton branché ({position}). À envoyer à {site}.',
    en: 'Token plugged in ({position}). To be sent to {site}.',
  },
  'parcels.plug': {
    fr: 'Branchez le jeton de {number}, puis scannez.',
    en: 'Plug in the token of {number}, then scan.',
  },
  'parcels.sent': { fr: '{number} est parti : {carrier}.', en: '{number} has left: {carrier}.' },
  'handover.scan': { fr: 'Étiquette ou numéro de demande', en: 'Label or request number' },
  'handover.scan.hint': { fr: "Scannez l'étiquette du jeton.", en: "Scan the token's label." },
  'handover.waiting': { fr: 'Jetons prêts', en: 'Tokens ready' },
  'handover.filter': { fr: 'Rechercher parmi les jetons à remettre', en: 'Search the tokens to hand over' },
  'handover.none.found': { fr: 'Aucun jeton ne correspond à ces filtres.', en: 'No token matches these filters.' },
  'handover.none': { fr: "Aucun jeton n'attend sa remise.", en: 'No token waits to be handed over.' },
  'handover.nomade': { fr: "L'agent le télécharge", en: 'The agent downloads it' },
  'handover.ready': { fr: 'Prêt', en: 'Ready' },
  'handover.again': { fr: 'À refaire', en: 'To make again' },
  'handover.again.text': {
    fr: 'Ces jetons ont pris fin avant leur réception. Si leur porteur en a encore besoin, ouvrez la remise et recommencez : la demande reprend sa place dans la file.',
    en: 'These tokens ended before their receipt. If their holder still needs one, open the hand-over and have it produced again: the request takes its place in the queue again.',
  },
  'handover.again.why': { fr: 'Ce qui s’est passé', en: 'What happened' },
  'handover.again.since': { fr: 'Depuis', en: 'Since' },
  'handover.sent': { fr: 'Envoyés, pas encore reçus', en: 'Sent, not received yet' },
  'handover.sent.at': { fr: 'Envoyé', en: 'Sent' },
  'handover.sent.arrived': { fr: 'Chez le correspondant ({ago})', en: 'With the correspondent ({ago})' },
  'handover.desk': { fr: 'Au guichet', en: 'At the desk' },
  'handover.plug': {
    fr: 'Branchez le jeton de cette demande dans un logement de cet ordinateur.',
    en: "Plug this request's token into a slot of this computer.",
  },
  'handover.other': {
    fr: 'Le jeton branché n’est pas celui de cette demande',
    en: 'The token that is plugged in is not the one of this request',
  },
  'handover.other.where': {
    fr: '{position} : {serial}. Retirez-le, et branchez {wanted}.',
    en: '{position}: {serial}. Take it out, and plug in {wanted}.',
  },
  'handover.plugged': { fr: 'Le jeton est branché', en: 'The token is plugged in' },
  'handover.challenge': { fr: 'Contrôle de la clé du jeton', en: 'Check of the token’s key' },
  'handover.challenge.send': { fr: 'Contrôler la clé ({position})', en: 'Check the key ({position})' },
  'handover.challenge.again': { fr: 'Contrôler la clé à nouveau ({position})', en: 'Check the key again ({position})' },
  'handover.challenged': { fr: 'Clé contrôlée le {at}.', en: 'Key checked on {at}.' },
  'handover.accepted': { fr: 'Accepté le {at}, {proof}.', en: 'Accepted on {at}, {proof}.' },
  'handover.accept.text': {
    fr: "Montrez ces lignes à l'agent, puis choisissez comment il montre que c'est lui.",
    en: 'Show these lines to the agent, then choose how they show that it is them.',
  },
  'handover.accept.show': { fr: "Montrez ces lignes à l'agent.", en: 'Show these lines to the agent.' },
  'handover.accept.refuses': {
    fr: 'L’agent refuse, ou son nom est faux ? Arrêtez-vous là : ouvrez « Jeton hors d’usage, perdu en route ou refusé », choisissez « Refusé par son porteur » et recommencez. Ce jeton est révoqué. Faites ensuite corriger l’annuaire : la demande repasse devant son valideur, puis est produite à nouveau.',
    en: 'If the agent refuses, or the name is wrong, stop here: open “Token dead, lost on the way or refused”, choose “Refused by its holder” and produce again. This token is revoked. Then have the directory corrected: the request goes back to its approver, and is produced again.',
  },
  'handover.accept.own': {
    fr: "L'agent peut aussi accepter sur son téléphone, en ouvrant la demande dans Jeton.",
    en: 'The agent can also accept on their telephone, by opening the request in Jeton.',
  },
  'code.label': { fr: 'Code de retrait', en: 'Pick-up code' },
  'code.hint': {
    fr: 'Huit chiffres, que l’agent a reçus par courriel ou affichés sur la page de sa demande. Cinq codes faux le verrouillent.',
    en: 'Eight digits that the agent received by e-mail, or was shown on the page of their request. Five wrong codes lock it.',
  },
  'code.hint.since': {
    fr: "Huit chiffres, que l'agent a reçus le {since} ; aucun code plus ancien ne vaut. Cinq codes faux le verrouillent.",
    en: 'Eight digits that the agent received on {since}; no older code is good. Five wrong codes lock it.',
  },
  'code.send.acceptance': { fr: 'Accepter par le code', en: 'Accept by the code' },
  'code.send.receipt': { fr: 'Confirmer la réception par le code', en: 'Confirm receipt by the code' },
  'code.none': {
    fr: 'L’agent n’a pas encore de code de retrait. Il le reçoit par courriel quand son jeton l’attend, ou en demande un sur la page de sa demande.',
    en: 'The agent has no pick-up code yet. They get it by e-mail when their token waits for them, or ask for one on the page of their request.',
  },
  'code.locked': {
    fr: "Le code de retrait est verrouillé : l'agent en demande un autre sur la page de sa demande.",
    en: 'The pick-up code is locked: the agent asks for another one on the page of their request.',
  },
  'code.new': { fr: 'Obtenir un code de retrait', en: 'Get a pick-up code' },
  'code.new.text': {
    fr: 'Un code est dans le courriel qui annonce le jeton, si vous l’avez reçu. Celui d’ici le remplace et est montré une seule fois ; il sert au guichet, et non à voir votre code PIN.',
    en: 'A code is in the e-mail that announces the token, if you got it. The one from here takes its place and is shown once; it is for the desk, and does not show your PIN.',
  },
  'code.new.send': { fr: 'Montrer mon code', en: 'Show my code' },
  'code.page': { fr: 'Code de retrait de la demande {number}', en: 'Pick-up code for request {number}' },
  'code.page.text': {
    fr: 'Notez-le : il ne sera plus montré. Donnez-le de vive voix à qui vous remet le jeton, quand vous avez le jeton devant vous, et à personne d’autre.',
    en: 'Note it down: it will not be shown again. Say it to whoever hands you the token, when you have the token in front of you, and to nobody else.',
  },
  'code.back': { fr: 'Revenir à la demande', en: 'Back to the request' },
  'code.done': { fr: "Le code est juste : c'est enregistré.", en: 'The code is right: it is recorded.' },
  'identity.title': {
    fr: "Ni compte ni code : contrôle d'identité à deux",
    en: 'No account, no code: identity checked by two',
  },
  'identity.text': {
    fr: "Deux opérateurs, dont aucun n'a produit le jeton, contrôlent l'identité de l'agent à moins de trente minutes l'un de l'autre. Seul le type de la pièce est noté, jamais son numéro.",
    en: 'Two operators, of whom neither produced the token, check the identity of the agent within thirty minutes of each other. Only the kind of the document is noted, never its number.',
  },
  'identity.first.own': {
    fr: 'Vous avez contrôlé l’identité à {at} : un autre opérateur la contrôle aussi avant {until}.',
    en: 'You checked the identity at {at}: another operator checks it too before {until}.',
  },
  'identity.first.other': {
    fr: '{name} a contrôlé l’identité à {at} : contrôlez-la aussi avant {until}.',
    en: '{name} checked the identity at {at}: check it too before {until}.',
  },
  'identity.others.produced': {
    fr: 'Vous avez produit ce jeton : vous ne contrôlez pas l’identité du porteur (séparation des tâches).',
    en: 'You produced this token: you do not check the identity of its holder (separation of duties).',
  },
  'identity.others.own': {
    fr: 'Vous avez demandé ce jeton, ou il est pour vous : vous ne contrôlez pas l’identité du porteur (séparation des tâches).',
    en: 'You asked for this token, or it is for you: you do not check the identity of its holder (separation of duties).',
  },
  'identity.others.two': {
    fr: 'S’il n’a ni compte ni code de retrait, faites venir deux collègues qui n’ont ni produit ni demandé ce jeton ({roles}) : chacun contrôle l’identité sur la page de la demande {number}, à moins de trente minutes l’un de l’autre.',
    en: 'Where they have no account and no pick-up code, have two colleagues come who neither produced this token nor asked for it ({roles}): each checks the identity on the page of request {number}, within thirty minutes of each other.',
  },
  'identity.others.one': {
    fr: '{name} a contrôlé l’identité à {at} : faites venir un autre collègue qui n’a ni produit ni demandé ce jeton ({roles}). Il la contrôle avant {until}, sur la page de la demande {number}.',
    en: '{name} checked the identity at {at}: have another colleague come who neither produced this token nor asked for it ({roles}). They check it before {until}, on the page of request {number}.',
  },
  'identity.others.meanwhile': {
    fr: 'En attendant, gardez le jeton, et passez à une autre remise : celle-ci reprend où elle en est.',
    en: 'Meanwhile keep the token, and go on to another hand-over: this one continues where it stands.',
  },
  'identity.document': { fr: 'Pièce présentée', en: 'Document shown' },
  'identity.hint': { fr: 'Le type seulement.', en: 'Its kind only.' },
  'identity.send.acceptance': {
    fr: "J'ai contrôlé l'identité : l'agent accepte",
    en: 'I checked the identity: the agent accepts',
  },
  'identity.send.receipt': {
    fr: "J'ai contrôlé l'identité : l'agent a son jeton",
    en: 'I checked the identity: the agent has the token',
  },
  'identity.renewal': {
    fr: 'Deuxième renouvellement de suite : contrôlez l’identité',
    en: 'A second renewal in a row: check the identity',
  },
  'identity.renewal.text': {
    fr: 'Ce jeton remplace un jeton qui avait lui-même été renouvelé. Avant la remise, un opérateur contrôle l’identité du porteur sur une pièce, même s’il accepte sur son téléphone. Seul le type de la pièce est noté.',
    en: 'This token replaces one that had been renewed itself. Before it is handed over, an operator checks the identity of its holder by a document, even if they accept on their telephone. Only the kind of the document is noted.',
  },
  'identity.renewal.done': { fr: 'Identité contrôlée pour ce renouvellement', en: 'Identity checked for this renewal' },
  'identity.send.renewal': { fr: 'J’ai contrôlé l’identité', en: 'I checked the identity' },
  'rebind.title': { fr: 'Lier à un autre poste', en: 'Bind to another workstation' },
  'rebind.text': {
    fr: 'Le porteur a changé de poste et garde son jeton : même clé, même certificat, même code PIN. Il est présent. Deux personnes contrôlent son identité pour le même poste, à moins de 30 minutes l’une de l’autre ; la seconde est un technicien, qui lie le jeton. La première n’a ni demandé ni produit ce jeton.',
    en: 'The holder has another workstation and keeps the token: same key, same certificate, same PIN. They are present. Two persons check their identity for the same workstation, within 30 minutes of each other; the second is a technician, who binds the token. The first neither asked for this token nor produced it.',
  },
  'rebind.exchange': {
    fr: 'Échange d’une campagne : de {old} à {number}, jour prévu : {day}.',
    en: 'Exchange of a campaign: from {old} to {number}, day planned: {day}.',
  },
  'rebind.exchange.give': { fr: 'Attribuez d’abord {number} au porteur', en: 'Give {number} to the holder first' },
  'rebind.exchange.given': {
    fr: 'Un technicien attribue d’abord {number} au porteur.',
    en: 'A technician gives {number} to the holder first.',
  },
  'rebind.none': {
    fr: 'Le porteur n’a aucun autre poste en service. Un technicien le met en service s’il ne l’est pas, et le lui attribue sur la fiche du poste.',
    en: 'The holder has no other workstation in service. A technician commissions it where it is not, and gives it to them on the workstation’s own page.',
  },
  'rebind.another': {
    fr: 'Vous avez produit ou demandé ce jeton : un autre opérateur contrôle d’abord l’identité, un valideur du service par exemple, sur la page de la demande',
    en: 'You produced this token or asked for it: another operator checks the identity first, an approver of the service for instance, on the page of request',
  },
  'rebind.own': {
    fr: 'Vous avez contrôlé son identité pour le poste {number} à {at} : une autre personne le fait aussi.',
    en: 'You checked their identity for workstation {number} at {at}: another person does so too.',
  },
  'rebind.more': {
    fr: 'Le porteur a d’autres postes en service que ceux du choix : cherchez celui qu’il apporte.',
    en: 'The holder has other workstations in service than those of the choice: look for the one that they bring.',
  },
  'rebind.sought': { fr: 'Poste du porteur', en: 'Workstation of the holder' },
  'rebind.sought.hint': {
    fr: 'Numéro ou numéro de série, ou une partie',
    en: 'Number or serial number, or part of it',
  },
  'rebind.sought.send': { fr: 'Chercher le poste', en: 'Look for the workstation' },
  'rebind.sought.all': { fr: 'Revenir au choix de tous les postes', en: 'Back to the choice of all workstations' },
  'rebind.sought.none': {
    fr: 'Aucun autre poste en service du porteur n’a ce numéro ni ce numéro de série.',
    en: 'No other workstation in service of the holder has this number or serial number.',
  },
  'rebind.workstation': { fr: 'Poste que le porteur a maintenant', en: 'Workstation that the holder has now' },
  'rebind.send': {
    fr: 'J’ai contrôlé l’identité : lier le jeton à ce poste',
    en: 'I checked the identity: bind the token to this workstation',
  },
  'rebind.check': {
    fr: 'Contrôler l’identité, premier contrôle sur deux',
    en: 'Check the identity, as the first of two',
  },
  'rebind.checked': {
    fr: 'Contrôle enregistré. Un technicien contrôle aussi l’identité et lie le jeton dans les 30 minutes.',
    en: 'Check recorded. A technician checks the identity too and binds the token within 30 minutes.',
  },
  'rebind.done': { fr: 'Le jeton est lié à cet autre poste.', en: 'The token is bound to that workstation.' },
  'identity.done': {
    fr: "Contrôle d'identité enregistré. Il en faut un second, par un autre opérateur, pour que l’acte du porteur soit fait.",
    en: "Identity check recorded. With a second operator's, the holder's act is done.",
  },
  'document.identity-card': { fr: "Carte nationale d'identité", en: 'Identity card' },
  'document.passport': { fr: 'Passeport', en: 'Passport' },
  'document.residence-permit': { fr: 'Titre de séjour', en: 'Residence permit' },
  'document.driving-licence': { fr: 'Permis de conduire', en: 'Driving licence' },
  'document.agent-card': { fr: "Carte d'agent", en: "Agent's card" },
  'proof.own-factor': { fr: 'depuis son propre compte', en: 'from their own account' },
  'proof.pickup-code': { fr: 'par le code de retrait', en: 'by the pick-up code' },
  'proof.two-persons': { fr: 'devant deux personnes', en: 'in the presence of two persons' },
  'service.parcels': { fr: 'Colis du service', en: 'Parcels of the service' },
  'service.parcels.none': {
    fr: 'Aucun colis n’est en route ni à remettre. Un colis apparaît ici dès que l’atelier l’expédie.',
    en: 'No parcel is on its way or to be given. A parcel stands here as soon as the workshop sends it.',
  },
  'letters.ready': { fr: 'À imprimer ou à confirmer ({n})', en: 'To print or to confirm ({n})' },
  'letters.early': { fr: 'Pas encore imprimables ({n})', en: 'Cannot be printed yet ({n})' },
  'letters.early.text': {
    fr: 'Leur secret ne peut pas encore sortir du service. Chaque lettre passe au-dessus dès qu’elle peut être imprimée ; un code PIN que son porteur affiche ne s’imprime pas.',
    en: 'Their secret cannot leave the service yet. Each moves up as soon as it can be printed; a PIN that its holder is shown is not printed.',
  },
  'letters.countMore': { fr: 'plus de {n}', en: 'more than {n}' },
  'letters.made': { fr: 'Produite', en: 'Made' },
  'letters.waitsFor': { fr: 'Raison', en: 'Reason' },
  'service.parcels.more': {
    fr: 'D’autres colis suivent : traitez d’abord ceux-ci.',
    en: 'More parcels follow: deal with these first.',
  },
  'service.parcels.trouble': {
    fr: 'Un jeton manque ou est abîmé ? Décochez sa ligne, ou laissez-la vide, et ouvrez sa demande. S’il manque, déclarez-y sa perte : il est révoqué aussitôt. S’il est abîmé, prévenez l’atelier, qui le refait.',
    en: 'Is a token missing or damaged? Untick its line, or leave it empty, and open its request. If it is missing, report its loss there: it is revoked at once. If it is damaged, tell the workshop, which makes it again.',
  },
  'service.parcels.request': { fr: 'Ouvrir la demande {number}', en: 'Open request {number}' },
  'service.parcels.coming': { fr: 'En route', en: 'On their way' },
  'service.parcels.one': { fr: 'Colis {tracking}', en: 'Parcel {tracking}' },
  'service.parcels.take': { fr: 'Reçu', en: 'Received' },
  'service.parcels.sent': { fr: 'Expédié', en: 'Sent' },
  'service.parcels.here': { fr: 'À remettre', en: 'To be handed over' },
  'service.parcels.here.text': {
    fr: 'Chaque porteur, présent, lit son certificat et donne son code de retrait une fois : il accepte et reçoit son jeton. Laissez vides les lignes des absents, et celles dont le numéro de série n’est pas celui de l’étiquette.',
    en: 'Each holder present reads their certificate and gives their pick-up code once: they accept and receive their token. Leave empty the lines of those who are absent, and those whose serial number is not the label’s.',
  },
  'service.parcels.dead': { fr: 'À renvoyer à l’atelier', en: 'To be sent back to the workshop' },
  'service.parcels.dead.text': {
    fr: 'Les jetons de ces colis ne servent plus : ils sont perdus, révoqués ou expirés. Comparez le numéro de série avec l’étiquette. Ne les remettez à personne : renvoyez-les à l’atelier, même s’ils n’arrivent que plus tard.',
    en: 'The tokens of these parcels no longer work: they are lost, revoked or expired. Compare the serial number with the label. Give them to nobody: send them back to the workshop, even where they arrive only later.',
  },
  'service.parcels.dead.more': {
    fr: 'D’autres sont plus anciens : ils apparaissent dès que l’atelier a noté le retour de ceux-ci.',
    en: 'Others are older: they appear once the workshop has recorded the return of these.',
  },
  'service.parcels.give': { fr: 'Remettre les jetons', en: 'Hand over the tokens' },
  'service.parcels.taken.one': {
    fr: '{n} jeton reçu sur {total} ; le porteur en est informé',
    en: '{n} token received of {total}; its holder is told',
  },
  'service.parcels.taken.other': {
    fr: '{n} jetons reçus sur {total} ; les porteurs en sont informés',
    en: '{n} tokens received of {total}; their holders are told',
  },
  'service.parcels.given.one': { fr: '{n} jeton remis sur {total}', en: '{n} token given of {total}' },
  'service.parcels.given.other': { fr: '{n} jetons remis sur {total}', en: '{n} tokens given of {total}' },
  'parcel.title': { fr: 'Le colis est arrivé', en: 'The parcel has arrived' },
  'parcel.text': {
    fr: 'Confirmez seulement si ce jeton est dans le colis. L’agent acceptera le certificat et confirmera la réception lui-même, ou vous donnera son code de retrait. Si le jeton manque, ne confirmez rien : déclarez sa perte, plus bas.',
    en: 'Confirm only if this token is in the parcel. The agent accepts the certificate and confirms receipt themselves, or gives you their pick-up code. If the token is missing, confirm nothing: report its loss, below.',
  },
  'parcel.send': { fr: "J'ai reçu le colis", en: 'I have received the parcel' },
  'parcel.done': { fr: 'Colis reçu. Le porteur en est informé.', en: 'Parcel received. Its holder is told.' },
  'history.parcel': { fr: 'Colis reçu par un correspondant', en: 'Parcel received by a correspondent' },
  'handover.letter': {
    fr: "Quelqu'un d'autre imprime la lettre du code PIN",
    en: 'Somebody else prints the PIN letter',
  },
  'handover.give': { fr: 'Le jeton est remis', en: 'The token is given' },
  'handover.give.otherHand': {
    fr: 'Un autre technicien a contrôlé la clé de ce jeton. Il le remet, ou vous le branchez ici et contrôlez la clé : le porteur accepte alors à nouveau.',
    en: 'Another technician checked the key of this token. They hand it over, or you plug it in here and check its key: then the holder accepts again.',
  },
  'handover.give.letter': {
    fr: 'Vous avez imprimé la lettre du code PIN de ce jeton : vous ne le prenez pas en main (séparation des tâches). Un autre technicien le remet.',
    en: 'You printed the PIN letter of this token: you do not take it in hand (separation of duties). Another technician hands it over.',
  },
  'handover.give.identity': {
    fr: 'Contrôlez d’abord l’identité du porteur, en haut de cette page.',
    en: 'Check the identity of the holder first, at the top of this page.',
  },
  'handover.give.send': { fr: 'Confirmer la remise', en: 'Confirm the hand-over' },
  'handover.done': { fr: 'Remise faite', en: 'Handed over' },
  'handover.done.challenge': {
    fr: "La clé du jeton est contrôlée : montrez le certificat à l'agent.",
    en: 'The key of the token is checked: show the certificate to the agent.',
  },
  'handover.done.given': {
    fr: 'Jeton remis. L’agent confirme la réception dans Jeton.',
    en: 'Token handed over. The agent confirms receipt in Jeton.',
  },
  'handover.done.shipped': {
    fr: 'Jeton expédié sous le numéro {carrier}. La lettre suivra un autre chemin après la réception.',
    en: 'Token sent under the number {carrier}. The letter will follow by another route once the token is received.',
  },
  'handover.done.desk': {
    fr: "L'agent confirme la réception dans Jeton, ou ici par son code.",
    en: 'The agent confirms receipt in Jeton, or here by their code.',
  },
  'handover.done.shipment': {
    fr: "L'agent accepte le certificat et confirme la réception ; la lettre s'imprime ensuite.",
    en: 'The agent accepts the certificate and confirms receipt; then the letter prints.',
  },
  'handover.next': { fr: 'Remise suivante', en: 'Next hand-over' },
  'handover.nothing': { fr: 'Rien à remettre pour cette demande', en: 'Nothing to hand over for this request' },
  'handover.replaces': { fr: 'Jeton à reprendre', en: 'Token to take back' },
  'handover.replaces.value': {
    fr: '{serial}. Reprenez-le à son porteur, s’il l’a encore : le nouveau prend sa place.',
    en: '{serial}. Take it back from its holder, where they still have it: the new one takes its place.',
  },
  'handover.nothing.ended': {
    fr: 'Le jeton {serial}, fait pour cette demande, n’ouvre plus le réseau. Ne le remettez à personne : rapportez-le à l’atelier, qui enregistre son retour.',
    en: 'Token {serial}, made for this request, no longer opens the network. Give it to nobody: bring it back to the workshop, which records its return.',
  },
  'ship.title': { fr: 'Expédier', en: 'Send' },
  'ship.text': {
    fr: 'La clé du jeton est contrôlée avant le départ. La lettre du code PIN ne part jamais avec lui.',
    en: 'The key of the token is checked before it leaves. The PIN letter never goes with it.',
  },
  'ship.send': { fr: 'Contrôler la clé et expédier', en: 'Check the key and send' },
  'letters.lead': {
    fr: 'Une lettre se réimprime pendant 15 minutes ; une fois confirmée lisible, son secret est effacé.',
    en: 'A letter can be printed again for 15 minutes; once confirmed as readable, its secret is erased.',
  },
  'letters.none': { fr: 'Aucune lettre n’attend.', en: 'No letter waits.' },
  'letters.none.found': {
    fr: 'Aucune lettre à imprimer ne correspond à ces filtres.',
    en: 'No letter to print matches these filters.',
  },
  'letters.filter': { fr: 'Rechercher parmi les lettres', en: 'Search the letters' },
  'letters.kind.all': { fr: 'Tous les documents', en: 'All documents' },
  'letters.part.all': { fr: 'Tous', en: 'All' },
  'letters.part.waiting': { fr: 'À imprimer', en: 'To print' },
  'letters.part.printed': { fr: 'À confirmer', en: 'To confirm' },
  'letters.part.early': { fr: 'Pas encore imprimables', en: 'Cannot be printed yet' },
  'letters.ready.none': {
    fr: 'Aucune lettre n’est à imprimer ni à confirmer maintenant.',
    en: 'No letter is to be printed or confirmed now.',
  },
  'letter.kind': { fr: 'Document', en: 'Document' },
  'letter.print.site': { fr: 'Imprimer avec l’adresse du site', en: 'Print with the site’s address' },
  'letter.printedAt': { fr: 'Imprimée le', en: 'Printed on' },
  'letter.reprint': { fr: 'Réimprimer', en: 'Print again' },
  'letter.confirm': { fr: 'Elle est lisible', en: 'It is readable' },
  'letter.confirmed': {
    fr: "Lettre imprimée et confirmée ; le code PIN n'est plus dans le service.",
    en: 'Letter printed and confirmed; the PIN is no longer in the service.',
  },
  'letter.shown': {
    fr: "Le code PIN a été montré une fois à son porteur ; il n'est plus dans le service.",
    en: 'The PIN was shown once to its holder; it is no longer in the service.',
  },
  'pin.title': { fr: 'Votre code PIN', en: 'Your PIN' },
  'pin.text': {
    fr: 'Il est montré une seule fois, puis effacé. Soyez seul devant votre écran, et retenez-le.',
    en: 'It is shown once, then erased. Make sure nobody else can see your screen, and remember it.',
  },
  'pin.send': { fr: 'Montrer mon code PIN', en: 'Show my PIN' },
  'pin.code': { fr: 'Code de retrait', en: 'Pick-up code' },
  'pin.code.hint': {
    fr: 'Celui de votre courriel : un code affiché sur cette page ne vaut pas ici. Vous ne l’avez plus ? Connectez-vous avec votre clé d’accès, il ne sera pas demandé.',
    en: 'The one from your e-mail: a code that this page showed is not good here. You no longer have it? Sign in with your passkey, and it is not asked for.',
  },
  'pin.page': { fr: 'Votre code PIN, demande {number}', en: 'Your PIN, request {number}' },
  'pin.page.text': {
    fr: 'Retenez ce code PIN : il n’est plus dans le service, et ne sera plus montré.',
    en: 'Remember this PIN: it is no longer in the service, and will not be shown again.',
  },
  'pin.revocation': {
    fr: 'Code de révocation, à garder loin du jeton, pour le faire révoquer par téléphone. Notez-le : il n’est montré que cette fois.',
    en: 'Revocation code, to keep away from the token, to have it revoked by telephone. Note it down: it is shown this once only.',
  },
  'letter.none': {
    fr: "Il n'y a pas de lettre à imprimer pour ce jeton.",
    en: 'There is no letter to print for this token.',
  },
  'letter.notYours': {
    fr: 'Vous avez produit ce jeton ou l’avez eu en main : un autre technicien, un valideur ou le responsable sécurité imprime sa lettre.',
    en: 'You produced this token or had it in hand: another technician, an approver or the security officer prints its letter.',
  },
  'letter.inOtherHand': {
    fr: 'Un autre l’a imprimée et l’a en main : cette personne la réimprime ou la confirme.',
    en: 'Somebody else printed it and has it in hand: they print it again or confirm it.',
  },
  'letter.done.print': {
    fr: "Envoyé à l'imprimante. Vérifiez la page, puis confirmez.",
    en: 'Sent to the printer. Check the page, then confirm.',
  },
  'letter.done.confirm': {
    fr: 'Confirmé : le secret est effacé du service.',
    en: 'Confirmed: the secret is erased from the service.',
  },
} as const satisfies Bilingual;
