import type { Bilingual } from '../../words/translator.ts';

/** What the screens of workstations/ say, in French and in English. */
export const workstationsWords = {
  'filter.workstations': { fr: 'Rechercher un poste', en: 'Search for a workstation' },
  'service.hint': {
    fr: 'Code du service, par exemple PREF-33 ou DNUM/SDIT',
    en: 'Code of the service, such as PREF-33 or DNUM/SDIT',
  },
  'workstations.none': { fr: 'Aucun poste ne correspond.', en: 'No workstation matches.' },
  'workstations.register': { fr: 'Enregistrer un poste', en: 'Register a workstation' },
  'workstations.number.hint': {
    fr: "Sur l'étiquette du poste, par exemple PN-88213",
    en: "On the machine's label, such as PN-88213",
  },
  'workstations.register.text': {
    fr: 'Le poste entre comme « enregistré » ; sa liste de contrôle, que deux personnes signent, le met en service.',
    en: 'The workstation comes in as "registered"; its checklist, which two people sign, puts it into service.',
  },
  'workstations.register.send': { fr: 'Enregistrer', en: 'Register' },
  'workstations.registered': { fr: 'Le poste est enregistré.', en: 'The workstation is registered.' },
  'workstations.serial.hint': {
    fr: 'Celui du constructeur, s’il est connu : 5CG1234XYZ',
    en: 'Its maker’s, where it is known: 5CG1234XYZ',
  },
  'workstations.image.hint': {
    fr: 'Nom et version de l’image installée, s’ils sont connus',
    en: 'Name and version of the image that is installed, where they are known',
  },
  'workstations.since': { fr: 'Enregistré le', en: 'Registered on' },
  'workstations.tokens': { fr: 'Jetons de ce poste', en: 'Tokens of this workstation' },
  'workstations.tokens.none': {
    fr: "Aucun jeton n'a été lié à ce poste.",
    en: 'No token was ever bound to this workstation.',
  },
  'machine.title': { fr: 'Certificat machine', en: 'Machine certificate' },
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
    fr: 'Sur le poste {number}, affichez l’empreinte de sa clé publique, et comparez-la caractère par caractère. Une demande échangée en chemin a une autre empreinte.',
    en: 'On workstation {number}, show the fingerprint of its public key, and compare it character by character. A request that was exchanged on its way has another one.',
  },
  'machine.compare.command': {
    fr: 'openssl req -in demande.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum',
    en: 'openssl req -in request.pem -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum',
  },
  'machine.fingerprint': { fr: 'Empreinte SHA-256 de la clé de la demande', en: 'SHA-256 of the key in the request' },
  'machine.compared': {
    fr: 'J’ai comparé cette empreinte avec celle que le poste affiche : elles sont égales',
    en: 'I compared this fingerprint with the one that the workstation shows: they are equal',
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
    fr: "Aucun jeton en usage n'est lié à ce poste.",
    en: 'No token in use is bound to this workstation.',
  },
  'workstations.incident.tokens.one': {
    fr: '{n} jeton en usage sera révoqué aussitôt.',
    en: '{n} token in use will be revoked at once.',
  },
  'workstations.incident.tokens.other': {
    fr: '{n} jetons en usage seront révoqués aussitôt.',
    en: '{n} tokens in use will be revoked at once.',
  },
  'workstations.changed': { fr: "L'état du poste est changé.", en: "The workstation's state has changed." },
  'workstations.revoked.one': {
    fr: "L'état du poste est changé ; {n} jeton révoqué.",
    en: "The workstation's state has changed; {n} token revoked.",
  },
  'workstations.revoked.other': {
    fr: "L'état du poste est changé ; {n} jetons révoqués.",
    en: "The workstation's state has changed; {n} tokens revoked.",
  },
  'workstation.action.migrate': { fr: 'Commencer la migration', en: 'Begin migration' },
  'workstation.action.loan': { fr: 'Prêter', en: 'Loan' },
  'workstation.action.giveBack': { fr: 'Rendu', en: 'Given back' },
  'workstation.action.sendToRepair': { fr: 'Envoyer en réparation', en: 'Send to repair' },
  'workstation.action.takeBackCleaned': { fr: 'Nettoyé : en réparation', en: 'Cleaned: to repair' },
  'workstation.action.takeBackFound': { fr: 'Retrouvé : en réparation', en: 'Found: to repair' },
  'workstation.action.backFromRepair': {
    fr: 'Revenu de réparation (liste à refaire)',
    en: 'Back from repair (checklist due anew)',
  },
  'workstation.action.retire': { fr: 'Retirer du service', en: 'Retire' },
  'workstation.action.block': { fr: 'Bloquer (incident)', en: 'Block (incident)' },
  'workstation.action.lose': { fr: 'Déclarer perdu', en: 'Declare lost' },
  'workstations.cameIn': { fr: 'Entrée en service', en: 'Came into service' },
  'workstations.cameIn.checklist': { fr: 'par sa liste de contrôle', en: 'by its checklist' },
  'workstations.cameIn.taken-over': { fr: 'repris par deux personnes', en: 'taken over by two persons' },
  'workstations.cameIn.none': { fr: 'pas encore', en: 'not yet' },
  'delivery.done.one': { fr: '{n} jeton entré en stock.', en: '{n} token taken into stock.' },
  'delivery.done.other': { fr: '{n} jetons entrés en stock.', en: '{n} tokens taken into stock.' },
} as const satisfies Bilingual;
