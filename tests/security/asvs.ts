/** A requirement of OWASP ASVS 5.0.0 that this service sets out to meet, and what shows that it does. */
export interface Item {
  id: string;
  level: 1 | 2 | 3;
  what: string;
  /** Test file below tests/ → names of tests in it, as they are written there. */
  shown: Readonly<Record<string, readonly string[]>>;
  /** What is missing or done otherwise, in a sentence. */
  but?: string;
}
const item = (id: string, level: 1 | 2 | 3, what: string, shown: Item['shown'], but?: string): Item => ({
  id,
  level,
  what,
  shown,
  ...(but ? { but } : {}),
});

const FRAME = 'console/frame/layout.test.ts';
const API = 'api/frame.test.ts';
const MATRIX = 'api/matrix.test.ts';
const KEYS = 'identity/passkeys/passkeys.test.ts';
const SIGN_IN = 'identity/sign-in/sign-in.test.ts';
const ENROLMENT = 'identity/enrolment/enrolment.test.ts';
const THROTTLE = 'identity/throttle.test.ts';
const PASSWORD = 'identity/passwords/password.test.ts';
const CERTIFICATES = 'identity/sign-in/certificates.test.ts';
const WEB = 'security/web.test.ts';
const ATTACK = 'security/attack.test.ts';
const SOURCE = 'security/source.test.ts';
const headers = {
  [WEB]: ['has the headers of a site that trusts nothing from elsewhere, and names no program'],
  [FRAME]: ['sends the headers of a page that loads nothing from elsewhere and is kept by nobody'],
};
const cookies = { [FRAME]: ['sets host cookies only, out of reach of scripts'] };

export const ITEMS: readonly Item[] = [
  item('1.2.4', 1, 'SQL is parameterised', { [SOURCE]: ['puts no value into SQL but as a parameter'] }),
  item('1.2.5', 1, 'programs are called by argv, without a shell', { [SOURCE]: ['starts no shell'] }),
  item('1.2.10', 3, 'CSV exports hold no formula', {
    'reports/csv.test.ts': ['never lets a root that begins with + be a formula'],
  }),
  item('2.3.1', 1, 'steps are not skipped', {
    'book/lifecycle.test.ts': ['refuses a step that the table does not have, with its own code'],
    'flow/refusals.test.ts': ['hands nothing over that was not produced, and closes nothing twice'],
  }),
  item('2.3.3', 2, 'all or nothing', {
    'store/store.test.ts': ['that is refused leaves nothing: no row, no entry, no secret, no number'],
    'store/sqlite/kill.test.ts': [
      'loses nothing that was acknowledged, keeps nothing that was refused, and leaves a whole journal',
    ],
  }),
  item('2.3.4', 2, 'nothing is allotted twice', {
    'flow/process.test.ts': ['takes the next of the queue by priority, then age, and never twice'],
    [ATTACK]: ['gets one thing done once by sending it many times at once'],
  }),
  item('2.3.5', 3, 'two persons for what is grave', {
    'flow/refusals.test.ts': ['grants operator roles by two persons only, and exclusive roles to nobody'],
    'console/roles.test.ts': ['has two persons grant an operator role: proposed by one, read and confirmed by another'],
  }),
  item('2.4.1', 2, 'automation is slowed', {
    [API]: ['slows an address down that asks for a password hash again and again'],
    'flow/abuse.test.ts': ['slows an agent who asks and withdraws without end'],
  }),
  item('3.3.1', 1, 'cookies are Secure', cookies),
  item('3.3.2', 2, 'cookies have SameSite', cookies),
  item('3.3.3', 2, 'cookies are named __Host-', cookies),
  item('3.3.4', 2, 'cookies are HttpOnly', cookies),
  item('3.4.1', 1, 'HSTS, two years, with what is below the name', headers),
  item('3.4.2', 1, 'no foreign origin may read answers (no CORS header at all)', {
    [WEB]: ['lets no other origin read an answer'],
  }),
  item('3.4.3', 2, 'content security policy without unsafe-*', {
    ...headers,
    'console/journey.test.ts': ['would be told of a violation of the policy, which the stories above never are'],
  }),
  item('3.4.4', 2, 'nosniff', headers),
  item('3.4.5', 2, 'referrer policy', headers),
  item('3.4.6', 2, 'frame-ancestors none', headers),
  item('3.4.7', 3, 'violations of the policy are reported', {
    'listen/csp-reports.test.ts': [
      'are counted, each kind that browsers send, and nothing else is',
      'are bounded in size and in rate',
      'leave one line a minute, and nothing of what they say',
    ],
    'console/csp-reports.test.ts': ['is stopped by the browser, which tells us'],
  }),
  item('3.4.8', 3, 'cross-origin opener policy', headers),
  item('3.5.1', 1, 'forms come from our own pages', {
    [FRAME]: ["refuses every form without the session's token, or from another site, and leaves no trace of it"],
    [API]: ['takes a bearer token only: a cookie and a token in the address are nobody'],
  }),
  item('3.5.3', 1, 'GET changes nothing', { [FRAME]: ['changes nothing by GET'] }),
  item('3.6.1', 3, 'no asset from elsewhere', {
    [SOURCE]: ['loads nothing from another origin'],
    [FRAME]: ['serves style, scripts and icons to be kept, and no other file of the package'],
  }),
  item('4.1.3', 2, 'proxy headers are not believed', {
    [WEB]: ['never believes a header about where the client is'],
  }),
  item('6.1.1', 1, 'how guessing is slowed is written down (below)', {
    [THROTTLE]: ['costs nothing for three typing errors, then 1, 2, 4 and at most 8 seconds'],
  }),
  item('6.2.1', 1, '12 characters, 15 for operators', {
    [PASSWORD]: ['of an operator has 15 characters at least'],
    [ENROLMENT]: ['asks operators for 15 characters'],
  }),
  item('6.2.2', 1, 'people change their password', {
    'identity/passwords/password-change.test.ts': ['takes the place of the old one, and ends every other session'],
  }),
  item('6.2.3', 1, 'with the present one', {
    'identity/passwords/password-change.test.ts': ['needs the present one, and is slowed like a sign-in'],
  }),
  item('6.2.4', 1, 'not one of the most used', {
    [PASSWORD]: ['is compared with over 3,000 common ones of each length that is accepted (6.2.4)'],
  }),
  item('6.2.5', 1, 'no rule on kinds of characters', {
    [PASSWORD]: ['needs no kind of characters (ASVS 6.2.5) and may have 64 and more (6.2.9)'],
  }),
  item('6.2.8', 1, 'verified as typed', {
    [SIGN_IN]: ['takes a password however the keyboard composes its accents'],
  }),
  item('6.2.9', 2, '64 characters and more', {
    [PASSWORD]: ['needs no kind of characters (ASVS 6.2.5) and may have 64 and more (6.2.9)'],
  }),
  item('6.2.10', 2, 'no rotation', { [SOURCE]: ['lets no password end by itself'] }),
  item('6.2.11', 2, 'no word of the house or of the person', {
    [PASSWORD]: ['delacroix2026', 'jetonspanministere', 'Élise Delacroix Bordeaux'],
  }),
  item('6.2.12', 2, 'not a breached one: every long one of a million, and a list that the site brings', {
    [PASSWORD]: [
      'is none that breaches have shown often (6.2.12): %s',
      'is looked up in the whole list of breaches where the site brought one in',
    ],
    'identity/passwords/breached.test.ts': ['of %i lines has each of them, and nothing else'],
  }),
  item('6.3.1', 1, 'guessing is slowed, nobody is locked out', {
    [THROTTLE]: [
      'slows one login down from wherever it is tried, however it is written',
      'slows one address down for every login, an IPv6 one by its /64',
      'by others does not slow down who signed in from there before',
      'is refused, without a lock, when more wait than people try',
    ],
    'security/guessing.test.ts': [
      'a revocation by code answers within a second, and a known person signs in within two',
    ],
  }),
  item('6.3.2', 1, 'no default account', {
    [ENROLMENT]: ['are for its first two people, fresh at each start, until each is used'],
  }),
  item(
    '6.3.3',
    2,
    'everybody uses two factors; operators a passkey or a token: bound to origin or hardware, with user verification',
    {
      [KEYS]: [
        'an agent with a password alone can do nothing but report a loss, and with a passkey everything',
        'nobody removes their last passkey, or steps up with the password',
        'is not used by a session that a password alone opened',
        'comes with the passkey as second factor',
        'opens an account alone: what somebody has, and that they are there, in one',
      ],
      'console/access/passkeys.test.ts': [
        'is asked for it after the password, registers it, and comes in with it alone',
      ],
      [CERTIFICATES]: ['says whose it is and, on a click, opens a session of theirs in the console'],
    },
    'level 3 also asks for hardware, which no attestation proves here',
  ),
  item('6.3.8', 3, 'who has an account is not told', {
    [SIGN_IN]: [
      'refuses an unknown login, a wrong password, an invited and a disabled account alike, after the same work',
    ],
    [KEYS]: ['answers an unknown key, a bad signature and a disabled account alike'],
    'security/timing.test.ts': ['takes as long for a login that does not exist'],
  }),
  item('6.4.1', 1, 'first links are random, short-lived and used once', {
    [ENROLMENT]: ['works once', 'ends after 15 minutes'],
    [KEYS]: ['lets it in once its person confirmed it, with the same roles, once'],
  }),
  item('6.8.1', 2, 'people are known by issuer and subject', {
    'identity/provider/oidc.test.ts': [
      'opens the account of an agent who is known there by e-mail, once; then issuer and subject alone count',
      'recognises nobody by e-mail who comes from another provider behind the federation, or is an operator',
    ],
  }),
  item('6.8.2', 2, 'id_token and userinfo are verified', {
    'identity/provider/oidc.test.ts': ['verifies the signature of the id_token and that of userinfo'],
  }),
  item('6.8.4', 2, 'the assurance is looked at, and when a factor was given', {
    'identity/provider/oidc.test.ts': [
      'reaches only the roles that its assurance is good for',
      'opens a session as fresh as the factor that was given there: %s',
    ],
  }),
  item('7.2.3', 1, 'session tokens have 256 random bits', {
    [SIGN_IN]: ['gives a new token of 256 bits each time, of which the database holds a hash'],
  }),
  item('7.2.4', 1, 'a new token at every authentication', {
    [SIGN_IN]: ['goes on under a new token after a refresh, with its CSRF token and its absolute end'],
    [KEYS]: ['raises the session that registers it, under a new token'],
  }),
  item('7.3.1', 2, 'idle for 15 minutes', {
    [SIGN_IN]: ['ends after 15 minutes without a request'],
    'console/access/passkeys.test.ts': [
      'is warned two minutes before the session ends, and stays with one click; what was typed is still there',
    ],
  }),
  item('7.3.2', 2, 'eight hours at most; at the bench ten, locked after ten minutes', {
    [SIGN_IN]: ['ends after eight hours whatever happens'],
    'identity/sessions/bench-session.test.ts': [
      'locks after ten minutes without a gesture: the session does nothing, and one factor opens it again',
      'ends with the shift, however it was used',
    ],
  }),
  item('7.4.1', 1, 'signing out ends the session at the server, and at the provider', {
    'console/session/session.test.ts': ['signs out at the server: the old cookie opens nothing any more'],
    'console/session/provider-routes.test.ts': ['lets an agent in and out again, here and there'],
  }),
  item('7.4.2', 1, 'a disabled account is dead at once', {
    'api/sessions.test.ts': ['of a disabled account are dead at once, and so are its API tokens'],
    'identity/sessions/session-bearers.test.ts': [
      'loses a role that ended, and everything with a closed account, at once',
    ],
  }),
  item('7.4.3', 2, 'other sessions end with the password', {
    'identity/passwords/password-change.test.ts': ['takes the place of the old one, and ends every other session'],
  }),
  item('7.4.5', 2, 'administrators end the sessions of one person or of everybody', {
    [KEYS]: [
      'are all those of one person, and a command line that they let in',
      'are those of everybody but the administrator',
    ],
    'console/roles.test.ts': ['ends the sessions of a disabled person at once'],
  }),
  item('7.5.2', 2, 'people see and end their sessions', {
    [KEYS]: ['are listed with how and from where, and ended one by one', 'are nobody else’s to see or end'],
  }),
  item('7.5.3', 3, 'a fresh factor before grave acts', {
    [MATRIX]: ['that needs a fresh factor is refused to API tokens'],
    'console/access/passkeys.test.ts': [
      'confirms a delicate act with it, not with the password, and the act goes on with the same click',
    ],
  }),
  item('8.1.1', 1, 'rights are written down: one table, src/book/rights/sentences.ts', {
    [MATRIX]: ['has its row in the table of this test, and names acts of the table of rights'],
  }),
  item('8.2.1', 1, 'rights by function', {
    [MATRIX]: ['is refused to every role without a sentence for it, leaves an entry and changes nothing'],
  }),
  item('8.2.2', 1, 'rights by object', {
    'flow/refusals.test.ts': ['lets nobody approve outside their scope, without the role, twice, or what has changed'],
    'store/lists/lists.test.ts': [
      'shows someone their own, what they asked for, and the services of their scopes, no other',
    ],
  }),
  item('8.2.3', 2, 'rights by field', { [API]: ['lets nothing out that the operation does not name'] }),
  item('8.3.1', 1, 'rights are judged at the server', {
    'console/roles.test.ts': [
      'refuses a page of another role, in words, and leaves the refusal in the journal where the flow does',
    ],
  }),
  item('8.3.2', 3, 'changed rights count at once', {
    [SIGN_IN]: ['loses a role with its grant'],
    'identity/machines/api-tokens.test.ts': ['ends with its days, its revocation, its owner’s account and role'],
  }),
  item('11.4.2', 2, 'Argon2id', { 'identity/passwords/hasher.test.ts': ['is Argon2id at the cost that OWASP names'] }),
  item('12.3.1', 2, 'TLS on what leaves the machine', {
    'mail/sender.test.ts': ['sends nothing to a relay without TLS, nor to one whose certificate nobody vouches for'],
    [WEB]: ['is refused in clear on any address but loopback'],
  }),
  item('13.3.1', 2, 'secrets are sealed at rest, each under a key of its own', {
    'vault/vault.test.ts': ['never seals alike twice, and shows nothing of the secret'],
    'offline/rotation.test.ts': [
      'wraps every secret and every key file anew, and the service goes on under the new key alone',
    ],
    'vault/kek-token.test.ts': ['is had again at each start by token and PIN, and stands nowhere in clear'],
    'security/canary.test.ts': ['are in no file of the data folder, no log line, no entry and no answer'],
  }),
  item('13.4.1', 1, 'no source control metadata is served', {
    [FRAME]: ['serves style, scripts and icons to be kept, and no other file of the package'],
  }),
  item('13.4.3', 2, 'no directory listing', {
    [FRAME]: ['serves style, scripts and icons to be kept, and no other file of the package'],
  }),
  item('13.4.4', 2, 'no TRACE', { [WEB]: ['does not echo a TRACE'] }),
  item('13.4.6', 3, 'no version banner', headers, 'the console’s footer names this program’s own version'),
  item('14.2.1', 1, 'no secret in an address', {
    'api/openapi.test.ts': ['never puts a secret into an address'],
    'console/journey.test.ts': ['moves the code of a one-time link from the address into its field'],
  }),
  item('14.3.2', 2, 'no-store', headers),
  item('15.1.2', 2, 'a bill of materials', {
    'security/sbom.test.ts': [
      'the bill of materials names every dependency that runs, by name, version and package URL',
    ],
  }),
  item('15.3.3', 2, 'no mass assignment', {
    'console/frame/forms.test.ts': ['is refused when it brings a field that the flow does not know (mass assignment)'],
    [API]: ['refuses a field twice, a query on a POST, and fields nobody asked for'],
  }),
  item('15.4.2', 3, 'check and act are one', {
    'store/store.test.ts': ['is a conflict when the row is not as expected any more, null compared as a value'],
    [ENROLMENT]: ['works once for two who redeem it at the same moment'],
    [ATTACK]: ['gets one thing done once by sending it many times at once'],
    [SIGN_IN]: ['is refused where a new password is chosen, or the account disabled, while the password is compared'],
    [KEYS]: [
      'lets nobody in by a session that ends while a wrong guess is waited for',
      'opens a session that ends with its person’s others, whenever they are ended',
    ],
    [CERTIFICATES]: ['is not opened where the loss is reported while it opens'],
  }),
  item('16.1.1', 2, 'what is logged where is written down (docs/journal.md, and below)', {
    'journal/document.test.ts': [],
  }),
  item('16.2.1', 2, 'who, when, what', {
    'identity/sign-in/sign-in.test.ts': ['goes to the access log, never to the journal'],
  }),
  item('16.2.5', 2, 'no secret in a log', {
    'security/canary.test.ts': ['are in no file of the data folder, no log line, no entry and no answer'],
  }),
  item('16.3.1', 2, 'sign-ins are logged, done and refused', {
    [SIGN_IN]: ['goes to the access log, never to the journal'],
  }),
  item('16.3.2', 2, 'refusals are logged', {
    [MATRIX]: ['is refused to every role without a sentence for it, leaves an entry and changes nothing'],
  }),
  item('16.4.1', 2, 'log lines cannot be forged', { [WEB]: ['writes what a client sent on one line, or not at all'] }),
  item('16.4.2', 2, 'logs cannot be changed', {
    'store/sqlite/triggers.test.ts': ['refuse to change, delete or replace %s, whoever asks'],
    'journal/tampering.test.ts': ['is found when its numbers were put right too'],
    'identity/access-trace.test.ts': ['seals each finished day once, and finds an edit afterwards'],
  }),
  item('16.5.1', 2, 'a fault says nothing of itself', {
    [API]: ['reveals nothing of a fault but a request id, and logs it'],
    [FRAME]: ['shows a fault of ours as such, without its message or stack, and logs it'],
  }),
  item('16.5.3', 2, 'faults refuse', {
    'store/sqlite/dialect.test.ts': [
      'refuses every unit of it when the disk is full, keeps nothing, and begins nothing anew',
    ],
    'security/fuzz/octets.test.ts': [
      'answer whatever octets come with a refusal or not at all, never with a fault of theirs, and live on',
    ],
    'security/fuzz/heads.test.ts': ['may have any path and query', 'may have any header', 'may have any cookies'],
  }),
];
