import type { Bilingual } from '../../words/translator.ts';

/** What the screens of help/ say, in French and in English. */
export const helpWords = {
  'help.lead': { fr: "L'essentiel, par rôle.", en: 'What matters, by role.' },
  'help.loss': { fr: 'Jeton ou poste perdu ou volé', en: 'Token or workstation lost or stolen' },
  'help.loss.text': {
    fr: 'Déclarez-le aussitôt dans « Mes jetons ». Sans accès, appelez la permanence (son numéro est sur vos lettres) et dictez le code de révocation reçu avec votre code PIN : le jeton est révoqué en quelques secondes, jour et nuit. Un poste se déclare au même endroit ; par téléphone, son numéro suffit.',
    en: 'Report it at once under “My tokens”. Without access, call the duty officer (the number is on your letters) and dictate the revocation code that came with your PIN: the token is revoked within seconds, day and night. A workstation is reported in the same place; by telephone its number is enough.',
  },
  'help.agent.1': {
    fr: '« Demander un jeton » : choisissez le motif, vérifiez le poste et envoyez.',
    en: '“Ask for a token”: choose the reason, check the workstation and send.',
  },
  'help.agent.2': { fr: 'Suivez la demande dans « Mes jetons ».', en: 'Follow the request under “My tokens”.' },
  'help.agent.3': {
    fr: 'À la remise, lisez et acceptez votre certificat, puis confirmez la réception.',
    en: 'At hand-over, read and accept your certificate, then confirm receipt.',
  },
  'help.agent.4': {
    fr: 'Le code PIN vous est montré une fois dans Jeton, ou arrive par lettre, jamais avec le jeton.',
    en: 'The PIN is shown to you once in Jeton, or comes by letter, never with the token.',
  },
  'help.correspondent.1': {
    fr: "« Mon service » : demandez pour un agent qui n'a pas encore d'accès.",
    en: '“My service”: make a request for an agent who has no access yet.',
  },
  'help.correspondent.2': {
    fr: 'Confirmez l’arrivée du colis ; l’agent lit son certificat et vous donne son code de retrait, puis vous lui remettez le jeton.',
    en: 'Confirm that the parcel arrived; the agent reads their certificate and gives you their pick-up code, then you hand them the token.',
  },
  'help.correspondent.3': {
    fr: 'Un agent a perdu son jeton : déclarez-le aussitôt depuis sa fiche, que vous trouvez par la recherche ; la page suivante propose d’en demander un autre pour lui.',
    en: 'An agent lost their token: report it at once from their sheet, which the search finds; the next page offers to ask for another one for them.',
  },
  'help.correspondent.4': {
    fr: 'Un agent s’en va : prévenez le valideur ou le responsable sécurité, qui révoque sous « Départs » tout ce qu’il a.',
    en: 'An agent leaves: tell the approver or the security officer, who revokes all that they have under “Leavers”.',
  },
  'help.approver.1': {
    fr: '« Approbations » : les anomalies sont en haut, hors de « Tout sélectionner ».',
    en: '“Approvals”: anomalies are on top and not part of “Select all”.',
  },
  'help.approver.2': {
    fr: 'Sélectionnez, approuvez : chaque demande a son résultat.',
    en: 'Select, approve: every request has its result.',
  },
  'help.approver.3': {
    fr: 'Une approbation peut être retirée tant que la production n’a pas commencé.',
    en: 'An approval can be taken back until production starts.',
  },
  'help.technician.1': {
    fr: 'Pointez la mise en service du poste, point par point.',
    en: "Sign off the workstation's commissioning, item by item.",
  },
  'help.technician.2': {
    fr: '« Chaîne de production » : ouvrez votre établi une fois pour la journée ; puis scannez la fiche, branchez un jeton vierge, collez l’étiquette et scannez-la.',
    en: '“Production line”: open your place once for the day; then scan the work order, plug a blank token in, stick the label on and scan it.',
  },
  'help.technician.3': {
    fr: 'Quand quelque chose échoue, l’écran dit où poser le jeton. F2 remet la demande en file, F4 réimprime l’étiquette, F8 (deux fois) met au rebut un jeton qui a échoué.',
    en: 'When something fails, the screen says where to put the token. F2 puts the request back, F4 prints the label again, F8 (twice) scraps a token that failed.',
  },
  'help.technician.4': {
    fr: '« Remise » : scannez l’étiquette, branchez le jeton ; l’agent lit son certificat et accepte ; débranchez, c’est remis. « Préparer des envois » pour les colis.',
    en: '“Hand-over”: scan the label, plug the token in; the agent reads the certificate and accepts; pull it out, and it is handed over. “Prepare parcels” for shipments.',
  },
  'help.technician.5': {
    fr: 'La lettre d’un jeton est imprimée par une autre personne que celle qui l’a produit.',
    en: "A token's letter is printed by somebody other than its producer.",
  },
  'help.officer.1': {
    fr: '« Sécurité » : révoquez par numéro ou par code dicté.',
    en: '“Security”: revoke by number or by dictated code.',
  },
  'help.officer.2': {
    fr: "« Double contrôle » : lisez l'acte proposé, puis confirmez.",
    en: '“Dual control”: read the act proposed, then confirm.',
  },
  'help.officer.3': {
    fr: "« Postes SPAN » : bloquez un poste en cas d'incident.",
    en: '“SPAN workstations”: block a workstation after an incident.',
  },
  'help.auditor.1': {
    fr: '« Journal » : cherchez par numéro, série, acte ou date ; un numéro mène à tout ce que le journal en dit.',
    en: '“Journal”: search by number, serial, act or date; a number leads to all that the journal says of it.',
  },
  'help.auditor.2': {
    fr: '« Vérifier maintenant » recalcule tout le journal.',
    en: '“Verify now” computes the whole journal again.',
  },
  'help.auditor.3': {
    fr: "« Exporter » : l'archive se vérifie hors de ce service.",
    en: '“Export”: the archive is verified outside this service.',
  },
  'help.administrator.1': {
    fr: "Importez les personnes de l'annuaire par CSV.",
    en: "Import the directory's people by CSV.",
  },
  'help.administrator.2': { fr: 'Invitez par un lien à usage unique.', en: 'Invite by a one-time link.' },
  'help.administrator.3': {
    fr: 'Les rôles d’opérateur sont proposés ici et confirmés par le responsable sécurité.',
    en: 'Operator roles are proposed here and confirmed by the security officer.',
  },
  'help.supervisor.1': {
    fr: '« Pilotage » : choisissez un jour, lisez les chiffres, téléchargez le CSV.',
    en: '“Reports”: choose a day, read the figures, download the CSV.',
  },
  'help.supervisor.2': { fr: '« Demandes » : la file et ses états.', en: '“Requests”: the queue and its states.' },
  'accessibility.title': { fr: 'Accessibilité', en: 'Accessibility' },
  'accessibility.lead': {
    fr: "Le service Jeton n'est pas conforme au RGAA 4.1 : aucun audit n'a encore été mené.",
    en: 'The Jeton service is not compliant with RGAA 4.1: no audit has been made yet.',
  },
  'accessibility.state': { fr: 'État de conformité', en: 'State of compliance' },
  'accessibility.state.text': {
    fr: "Non conforme, faute d'audit. Les pages suivent le système de design de l'État et se parcourent au clavier.",
    en: "Not compliant, for want of an audit. The pages follow the State's design system and can be used by keyboard.",
  },
  'accessibility.tests': { fr: 'Vérifications faites', en: 'Checks made' },
  'accessibility.tests.text': {
    fr: 'Des contrôles automatiques (axe-core, règles RGAA 4 et WCAG 2.1 A et AA) couvrent les pages, en thème clair et sombre, à 320 pixels de large et à 200 %. Ils ne remplacent pas un audit.',
    en: 'Automatic checks (axe-core, rules of RGAA 4 and WCAG 2.1 A and AA) cover the pages, in light and dark themes, at 320 pixels wide and at 200%. They are no substitute for an audit.',
  },
  'accessibility.contact': { fr: 'Signaler un défaut', en: 'Report a defect' },
  'accessibility.contact.text': {
    fr: "Écrivez à votre administrateur : il vous donnera l'information sous une autre forme.",
    en: 'Write to your administrator, who will give you the information in another form.',
  },
  'accessibility.defender': { fr: 'Voie de recours', en: 'Remedy' },
  'accessibility.defender.text': {
    fr: 'Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits.',
    en: 'If you do not get a satisfactory answer, you may turn to the Défenseur des droits.',
  },
} as const satisfies Bilingual;
