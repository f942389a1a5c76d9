import type { Bilingual } from '../../words/translator.ts';

/** What the guides say; what stands in braces is the word of the page itself. */
export const guideWords = {
  'guide.open': { fr: 'Pas à pas, avec des images', en: 'Step by step, with pictures' },
  'guide.title': { fr: 'Aide : {role}', en: 'Help: {role}' },
  'guide.screen': { fr: 'Aide sur cet écran', en: 'Help on this screen' },
  'guide.back': { fr: "Retour à l'aide", en: 'Back to the help' },
  'guide.others': { fr: 'Les autres rôles', en: 'The other roles' },
  'guide.visit': { fr: 'Ouvrir la page', en: 'Open the page' },
  'guide.picture': {
    fr: 'La page à ouvrir. Entouré : {controls}.',
    en: 'The page to open. Framed: {controls}.',
  },
  'guide.ask': { fr: 'Demander un jeton', en: 'Ask for a token' },
  'guide.ask.1': {
    fr: "Sur votre page d'accueil, ouvrez « {new} ».",
    en: 'On your home page, open “{new}”.',
  },
  'guide.ask.2': {
    fr: 'Choisissez le « {motif} » et, sous « {workstation} », le poste. Vos postes connus sont proposés.',
    en: 'Choose the “{motif}” and, under “{workstation}”, the workstation. Those that you have are offered.',
  },
  'guide.ask.3': {
    fr: '« {send} ». La page suivante dit où en est la demande et, dès qu’une date est connue, pour quand le jeton est prévu.',
    en: '“{send}”. The next page says where the request stands and, as soon as a date is known, when the token is expected.',
  },
  'guide.receive': { fr: 'Recevoir son jeton', en: 'Receive your token' },
  'guide.receive.1': {
    fr: 'Sous « {open} », ouvrez la demande qui est prête. Si le guichet prend des rendez-vous, choisissez-y un créneau.',
    en: 'Under “{open}”, open the request that is ready. If the desk takes appointments, choose a slot there.',
  },
  'guide.receive.2': {
    fr: 'Au guichet, le technicien branche le jeton. Lisez votre certificat, puis « {accept} ».',
    en: 'At the desk the technician plugs the token in. Read your certificate, then “{accept}”.',
  },
  'guide.receive.3': {
    fr: "Sans écran à vous, donnez votre code de retrait. Il est dans le courriel ; s'il est perdu : « {code} ».",
    en: 'Without a screen of your own, give your pick-up code. It is in the e-mail; if it is lost: “{code}”.',
  },
  'guide.loss': { fr: 'Déclarer une perte ou un vol', en: 'Report a loss or a theft' },
  'guide.loss.1': {
    fr: "Sur la carte du jeton, « {report} ». N'attendez pas d'être sûr.",
    en: 'On the card of the token, “{report}”. Do not wait until you are sure.',
  },
  'guide.loss.2': { fr: 'Dites « {lost} » ou « {stolen} ».', en: 'Say “{lost}” or “{stolen}”.' },
  'guide.loss.3': {
    fr: '« {send} » : le jeton ne fonctionne plus aussitôt. La page suivante propose un remplacement.',
    en: '“{send}”: the token stops working at once. The next page offers a replacement.',
  },
  'guide.askFor': { fr: 'Demander pour un agent', en: 'Make a request for an agent' },
  'guide.askFor.1': {
    fr: 'Dans « Mon service », « {new} » ; pour une liste d’agents, « {file} ».',
    en: 'In “My service”, “{new}”; for a list of agents, “{file}”.',
  },
  'guide.askFor.2': {
    fr: 'Choisissez l’« {holder} », le motif et le poste, puis « {send} ».',
    en: 'Choose the “{holder}”, the reason and the workstation, then “{send}”.',
  },
  'guide.parcels': { fr: 'Recevoir un colis et remettre', en: 'Receive a parcel and hand over' },
  'guide.parcels.1': { fr: 'Ouvrez « {parcels} ».', en: 'Open “{parcels}”.' },
  'guide.parcels.2': {
    fr: 'Quand le colis est là, cochez ses jetons, puis « {take} » : les porteurs sont prévenus.',
    en: 'When the parcel is there, tick its tokens, then “{take}”: the holders are told.',
  },
  'guide.parcels.3': {
    fr: 'Chaque agent, présent, lit son certificat et donne son « {code} » : tapez-le, puis « {give} ». Donnez le jeton une fois que la page le confirme.',
    en: 'Each agent, who is there, reads the certificate and gives the “{code}”: type it, then “{give}”. Give the token once the page confirms it.',
  },
  'guide.approve': { fr: 'Approuver, refuser, demander', en: 'Approve, reject, ask' },
  'guide.approve.1': {
    fr: "En haut, ce qui demande un coup d'œil : la colonne « {look} » dit quoi.",
    en: 'On top is what asks for a look: the column “{look}” says what.',
  },
  'guide.approve.priority': {
    fr: 'Pour une demande urgente, ouvrez-la : « {priority} », avec « {why} ». Seule une priorité confirmée avance, d’un nombre de jours fixe.',
    en: 'For an urgent request, open it: “{priority}”, with “{why}”. Only a confirmed priority goes ahead, by a fixed number of days.',
  },
  'guide.approve.2': {
    fr: 'Cochez une à une ou « Tout sélectionner », puis « {approve} ». Un clic les retire toutes, tant que la production n’a pas commencé.',
    en: 'Tick one by one or “Select all”, then “{approve}”. One click takes all back until production starts.',
  },
  'guide.approve.3': {
    fr: 'Sinon, écrivez une phrase, puis « {ask} » ou « {reject} » : le demandeur la lit.',
    en: 'Else write a sentence, then “{ask}” or “{reject}”: the requester reads it.',
  },
  'guide.checkHolder': {
    fr: 'Contrôler un porteur qui change de poste',
    en: 'Check a holder who goes to another workstation',
  },
  'guide.checkHolder.requests': {
    fr: 'Le porteur, qui a déjà son nouveau poste, est devant vous. Dans « {text} », tapez son nom.',
    en: 'The holder, who has the new workstation already, is in front of you. In “{text}”, type their name.',
  },
  'guide.checkHolder.1': {
    fr: 'Ouvrez la demande de son jeton : sous « {title} », ouvrez « {check} ».',
    en: 'Open the request of their token: under “{title}”, open “{check}”.',
  },
  'guide.checkHolder.2': {
    fr: 'Choisissez « {workstation} » et « {document} », puis « {send} ». Un technicien lie le jeton dans les 30 minutes, devant le porteur.',
    en: 'Choose “{workstation}” and “{document}”, then “{send}”. A technician binds the token within 30 minutes, in the holder’s presence.',
  },
  'guide.commission': { fr: 'Mettre un poste en service', en: 'Commission a workstation' },
  'guide.commission.1': {
    fr: 'Scannez l’étiquette dans « {scan} », puis « {open} ».',
    en: 'Scan the label into “{scan}”, then “{open}”.',
  },
  'guide.commission.2': {
    fr: 'Scannez la carte de chaque point dans « {card} », puis la carte OK ; ou cochez, puis « {sign} ».',
    en: 'Scan the card of each item into “{card}”, then the OK card; or tick, then “{sign}”.',
  },
  'guide.produce': { fr: 'Produire des jetons', en: 'Produce tokens' },
  'guide.produce.forecast': {
    fr: 'Ce qui vient : « {next} » et le « {roster} » disent la charge des prochains jours.',
    en: 'What is to come: “{next}” and the “{roster}” tell the load of the next days.',
  },
  'guide.produce.queue': {
    fr: '« {queue} » suit l’ordre de production : l’ancienneté, plus l’avance d’une priorité confirmée.',
    en: '“{queue}” is in production order: by age, plus the days that a confirmed priority moves ahead.',
  },
  'guide.produce.1': {
    fr: "Dans l'atelier, ouvrez « {line} », puis votre établi, une fois pour la journée.",
    en: 'In the workshop, open “{line}”, then your place, once for the day.',
  },
  'guide.produce.2': {
    fr: 'Scannez la fiche dans « {scan} », branchez un jeton vierge, collez l’étiquette et scannez-la. Pas de clic, pas de clavier.',
    en: 'Scan the work order into “{scan}”, plug a blank token in, stick the label on and scan it. No click, no keyboard.',
  },
  'guide.produce.keys': {
    fr: 'Touches, dès que la chaîne les affiche : F2 « {aside} » rend la demande à la file, F4 « {reprint} » après un raté, F8 met au rebut un jeton sur lequel on a déjà écrit, et demande une confirmation.',
    en: 'Keys, once the line shows them: F2 “{aside}” gives the request back to the queue, F4 “{reprint}” after a misprint, F8 scraps a token that was written to, and asks once more.',
  },
  'guide.produce.3': {
    fr: 'Le soir, ou pour changer d’établi, « {leave} ».',
    en: 'In the evening, or to change your bench place, “{leave}”.',
  },
  'guide.handOver': { fr: 'Remettre au guichet', en: 'Hand over at the desk' },
  'guide.handOver.1': {
    fr: 'Scannez l’étiquette du jeton dans « {scan} ». Les rendez-vous du jour, s’il y en a, sont dessous.',
    en: 'Scan the token’s label into “{scan}”. Appointments of today, where there are any, stand below.',
  },
  'guide.handOver.2': {
    fr: 'Branchez le jeton : étape « {proof} ». Puis « {accept} », de son téléphone, par son code ou devant deux personnes.',
    en: 'Plug the token in: step “{proof}”. Then “{accept}”, on the holder’s own telephone, by their code or in the presence of two persons.',
  },
  'guide.handOver.3': {
    fr: 'Débranchez et donnez le jeton : étape « {give} ».',
    en: 'Pull the token out and give it: step “{give}”.',
  },
  'guide.stock': { fr: 'Recevoir, ranger et compter les jetons', en: 'Receive, put away and count tokens' },
  'guide.stock.receive': {
    fr: '« {receive} » : le bon du fournisseur, puis une ligne par jeton. Tous entrent, ou aucun.',
    en: '“{receive}”: the supplier’s note, then one line a token. All of them come in, or none.',
  },
  'guide.stock.move': {
    fr: '« {move} » : dans un même site, ils sont rangés aussitôt ; vers un autre site, quelqu’un d’autre dit ce qui est arrivé.',
    en: '“{move}”: within a site they are put away at once; to another site, somebody else says what arrived.',
  },
  'guide.stock.count': {
    fr: 'Sur un emplacement, « {count} » : scannez tout ce qui s’y trouve ; la page dit ce qui manque et ce qui est de trop.',
    en: 'On a location, “{count}”: scan all that lies there; the page says what is missing and what is too many.',
  },
  'guide.rebind': { fr: 'Lier un jeton à un autre poste', en: 'Bind a token to another workstation' },
  'guide.rebind.machine': {
    fr: 'Le porteur est devant vous. S’il n’a pas encore son nouveau poste, cherchez ce poste par « {text} ».',
    en: 'The holder is in front of you. Where they do not have the new workstation yet, look for it by “{text}”.',
  },
  'guide.rebind.give': {
    fr: 'Sur la fiche de ce poste, « {give} » à ce porteur.',
    en: 'On the page of that workstation, “{give}”: to this holder.',
  },
  'guide.rebind.stock': {
    fr: 'Cherchez le jeton du porteur par « {serial} ».',
    en: 'Look for the holder’s token by “{serial}”.',
  },
  'guide.rebind.1': {
    fr: 'Ouvrez sa fiche : « {title} ».',
    en: 'Open its sheet: “{title}”.',
  },
  'guide.rebind.exchange': {
    fr: 'Si une campagne échange son poste, la fiche dit le jour et le nouveau poste : attribué, il est choisi d’avance.',
    en: 'If a campaign exchanges their workstation, the page says the day and the new one; once given to them, it is already chosen.',
  },
  'guide.rebind.2': {
    fr: 'Une première personne regarde une pièce d’identité : « {check} », puis « {checked} ». Un valideur le fait sur la page de la demande.',
    en: 'A first person looks at an identity document: “{check}”, then “{checked}”. An approver does so on the page of the request.',
  },
  'guide.rebind.3': {
    fr: 'Moins de 30 minutes après, un technicien la regarde aussi, choisit le même « {workstation} », puis « {send} ».',
    en: 'Within 30 minutes a technician looks at it too, chooses the same “{workstation}”, then “{send}”.',
  },
  'guide.revoke': { fr: 'Révoquer, par téléphone ou par numéro', en: 'Revoke, by telephone or by number' },
  'guide.revoke.1': {
    fr: '« {title} » : tapez le code que l’appelant dicte, puis « {send} ».',
    en: '“{title}”: type the code that the caller dictates, then “{send}”.',
  },
  'guide.revoke.2': {
    fr: '« {title} » : tapez le numéro de série et le motif, puis « {send} ». C’est immédiat et définitif.',
    en: '“{title}”: type the serial number and the reason, then “{send}”. It is immediate and final.',
  },
  'guide.incident': { fr: 'Répondre à un incident', en: 'Respond to an incident' },
  'guide.incident.1': {
    fr: 'Sous « {open} », lisez le signalement, puis « {block} » : poste, jetons et certificats en un seul acte.',
    en: 'Under “{open}”, read the report, then “{block}”: workstation, tokens and certificates in one act.',
  },
  'guide.incident.2': {
    fr: 'Pour plusieurs postes ou agents, tapez-les sous « {list} », puis « {ask} » avant de confirmer.',
    en: 'For several workstations or people, type them under “{list}”, then “{ask}” before you confirm.',
  },
  'guide.confirm': { fr: 'Confirmer ce qu’un autre propose', en: 'Confirm what another proposes' },
  'guide.confirm.1': {
    fr: 'Lisez l’acte, « {proposer} » et « {until} ». En cas de doute, appelez la personne.',
    en: 'Read the act, “{proposer}” and “{until}”. When in doubt, call the person.',
  },
  'guide.confirm.2': { fr: '« {confirm} » : il s’exécute une fois.', en: '“{confirm}”: it runs once.' },
  'guide.search': { fr: 'Chercher, vérifier, exporter', en: 'Search, verify, export' },
  'guide.search.1': {
    fr: 'Tapez sous « {text} », puis « {apply} ».',
    en: 'Type under “{text}”, then “{apply}”.',
  },
  'guide.search.2': {
    fr: 'Le « {seq} » d’une écriture l’ouvre : ce qui a été écrit, et comment la recalculer.',
    en: 'The “{seq}” of an entry opens it: what was written, and how to compute it again.',
  },
  'guide.search.3': {
    fr: '« {verify} » recalcule tout ; « {export} » donne l’archive qui se vérifie ailleurs.',
    en: '“{verify}” computes everything again; “{export}” gives the archive that is verified elsewhere.',
  },
  'guide.invite': { fr: 'Faire entrer une personne', en: 'Bring a person in' },
  'guide.invite.1': {
    fr: 'Trouvez-la sous « {text} » ; si elle manque, « {import} ».',
    en: 'Find the person under “{text}”; if missing, “{import}”.',
  },
  'guide.invite.2': {
    fr: '« {invite} » : remettez-le en main propre, il sert une fois et peu de temps.',
    en: '“{invite}”: hand it over in person, it works once and for a short time.',
  },
  'guide.invite.3': {
    fr: 'Choisissez un rôle et son périmètre, puis « {grant} ». Un rôle d’opérateur attend une seconde personne.',
    en: 'Choose a role and its scope, then “{grant}”. A role of an operator waits for a second person.',
  },
  'guide.health': { fr: 'Regarder si tout va bien', en: 'See whether all is well' },
  'guide.health.1': {
    fr: 'Chaque ligne dit « {part} » et « {says} ».',
    en: 'Each line says “{part}” and “{says}”.',
  },
  'guide.queue': { fr: 'Suivre les demandes', en: 'Follow the requests' },
  'guide.queue.1': {
    fr: 'Choisissez un « {state} », puis « {apply} ». L’adresse garde les filtres : elle se met en favori.',
    en: 'Choose a “{state}”, then “{apply}”. The address keeps the filters: it can be bookmarked.',
  },
  'guide.queue.priority': {
    fr: 'Sur une demande, « {change} », avec un motif, puis « {send} » : elle avance d’autant de jours, et le journal le dit.',
    en: 'On a request, “{change}”, with a reason, then “{send}”: it goes ahead by so many days, and the journal says so.',
  },
  'guide.queue.2': {
    fr: '« {file} » donne les mêmes lignes dans le même ordre.',
    en: '“{file}” gives the same rows in the same order.',
  },
  'guide.places': { fr: 'Enregistrer les emplacements du stock', en: 'Register the locations of the stock' },
  'guide.places.add': {
    fr: '« {add} » : son code, son nom, son site. Si le nombre de vierges d’un modèle y tombe sous le seuil, le stock est bas.',
    en: '“{add}”: its code, its name, its site. Where the blanks of a model fall below its threshold, the stock is low.',
  },
  'guide.exchange': { fr: 'Échanger des postes', en: 'Exchange workstations' },
  'guide.exchange.1': {
    fr: 'Aux campagnes, « {new} » : sous « {list} », un échange par ligne, l’ancien numéro, puis le nouveau.',
    en: 'At the campaigns, “{new}”: under “{list}”, one exchange a line, the old number, then the new one.',
  },
  'guide.exchange.2': {
    fr: '« {count} », lisez les lignes non prises, puis confirmez : chaque porteur est averti de son jour.',
    en: '“{count}”, read the lines that are not taken, then confirm: each holder is told their day.',
  },
  'guide.forecast': { fr: 'Prévoir la charge et planifier', en: 'Foresee the load and plan' },
  'guide.forecast.1': {
    fr: 'Dans le pilotage, ouvrez « {link} ».',
    en: 'In the report of the day, open “{link}”.',
  },
  'guide.forecast.2': {
    fr: 'Lisez « {next} », changez un chiffre, puis « {try} » : rien n’est enregistré.',
    en: 'Read “{next}”, change a figure, then “{try}”: nothing is written.',
  },
  'guide.forecast.3': {
    fr: '« {plan} » : des jours et des techniciens, puis « {send} ». Les dates annoncées suivent.',
    en: '“{plan}”: days and technicians, then “{send}”. The dates announced follow.',
  },
} as const satisfies Bilingual;
