import type { Item } from './asvs.ts';

type Shown = Item['shown'];
/** A line of the table: id, level, what, shown by, what is missing. */
type Line = readonly [id: string, level: 1 | 2 | 3, what: string, shown: Shown, but?: string];

const doc = (...headings: string[]): Shown => ({ '../docs/security.md': headings.map((heading) => `## ${heading}`) });
const SOURCE = 'security/source.test.ts';
const WEB = 'security/web.test.ts';
const API = 'api/frame.test.ts';
const FRAME = 'console/frame/layout.test.ts';
const SIGN_IN = 'identity/sign-in/sign-in.test.ts';
const KEYS = 'identity/passkeys/passkeys.test.ts';
const OIDC = 'identity/provider/oidc.test.ts';
const HOSTILE = 'security/hostile.test.ts';
const HEADERS = 'security/headers.test.ts';
const FORMS = 'security/fuzz/forms.test.ts';
const fuzzed = {
  'security/fuzz/json.test.ts': ['is done or refused, by whatever operation, whoever sends it'],
  [FORMS]: ['may say anything', 'may carry any file'],
};
const whole = {
  [HEADERS]: [
    'of the REST door are whole: every operation, done, refused, by the wrong method, too large, of the wrong kind',
    'of the console are whole: every page and form, to %s',
    'of the console are whole: without a session, and the pages of failures',
    'of what is kept by browsers, of health and of faults are whole',
  ],
};
const tls = {
  'security/tls.test.ts': [
    'speaks modern protocols and suites only at the %s port',
    'gets an A of testssl.sh at the %s port, and nothing grave',
  ],
};
const noHtml = { [SOURCE]: ['writes no HTML that was not escaped'] };
const provider = {
  [OIDC]: ['asks with PKCE, state, nonce, the exact redirect address and the assurance that is needed'],
  'console/session/provider-routes.test.ts': ['lets nobody in with an answer that this browser did not ask for'],
};
const signed = { [OIDC]: ['verifies the signature of the id_token and that of userinfo'] };
/** Answers of the provider made anew, each with one thing wrong. */
const FORGED = { [OIDC]: ['refuses an id_token %s', 'refuses a userinfo answer %s'] };
const forged = (...wrong: string[]): Shown => ({ [OIDC]: [...FORGED[OIDC], ...wrong] });
const shapes = { 'flow/inputs.test.ts': ['refuses columns that nobody asked for'] };
const deviceCode = { [KEYS]: ['lets it in once its person confirmed it, with the same roles, once'] };

const LINES: readonly Line[] = [
  ['1.1.1', 2, 'inputs are decoded once, before they are judged', { ...shapes, ...fuzzed }],
  ['1.1.2', 2, 'texts are escaped by what writes them out: preact, JSON, CSV, MIME', noHtml],
  [
    '1.2.1',
    1,
    'HTML, headers and file names are escaped for where they stand',
    { ...noHtml, 'mail/message.test.ts': ['escapes a name, whatever it is'] },
  ],
  [
    '1.2.2',
    1,
    'addresses are built from encoded parts and lead nowhere else',
    { 'console/frame/guard.test.ts': ['never leaves this origin, whatever it is'] },
  ],
  ['1.2.3', 1, 'no script and no JSON is built from text', noHtml],
  [
    '1.2.6',
    2,
    'LDAP filters take values, never text',
    { 'directory/directory.test.ts': ['is a value in the BER and never part of a filter'] },
  ],
  [
    '1.2.9',
    2,
    'no regular expression is built from what somebody typed',
    { [SOURCE]: ['builds no regular expression from a value'] },
  ],
  ['1.3.2', 1, 'no eval', noHtml],
  [
    '1.3.3',
    2,
    'control and invisible characters are refused, lengths bounded',
    {
      'flow/inputs.test.ts': [
        'refuses the invisible character in %j',
        'refuses what does not fit a common name of 64 characters, counted in characters',
      ],
      'post/folder-queue.test.ts': ['never lets a request number name another place'],
    },
  ],
  [
    '1.3.6',
    2,
    'no address comes from a user: the service calls those of its settings',
    { [SOURCE]: ['calls no address but those of its settings'], ...doc('Connections') },
  ],
  ['1.3.7', 2, 'no template is built from text', noHtml],
  [
    '1.3.10',
    2,
    'no format string comes from outside',
    { [WEB]: ['writes what a client sent on one line, or not at all'] },
  ],
  [
    '1.3.11',
    2,
    'a name adds no header and no recipient to a mail',
    { 'mail/sender.test.ts': ['lets no name or subject add a header or a recipient'] },
  ],
  [
    '1.4.1',
    2,
    'memory-safe language; native modules of tokens run in processes of their own',
    { 'vault/kek-token.test.ts': ['takes nothing with it when the module crashes'] },
  ],
  ['1.4.2', 2, 'numbers are checked for range and kind', shapes],
  [
    '1.4.3',
    2,
    'what is opened is closed: a test file that leaves a server or process open fails',
    {
      [HOSTILE]: ['who connects and says nothing is cut off'],
      'security/fuzz/ocsp.test.ts': ['answers whatever is asked by GET'],
    },
  ],
  [
    '1.5.2',
    2,
    'only JSON, DER, CSV and CBOR are read, each by a schema',
    {
      ...fuzzed,
      'security/fuzz/der.test.ts': ['certificate requests are a key that signed them, or refused'],
      'security/fuzz/passkeys.test.ts': ['registers a key, or is refused'],
    },
  ],
  [
    '2.1.1',
    1,
    'the shape of every input is written down: /api/openapi.json, and below for files',
    { 'api/openapi.test.ts': ['describes every operation once'], ...doc('Files and inputs') },
  ],
  [
    '2.1.2',
    2,
    'what has to fit together is written down',
    {
      'flow/refusals.test.ts': ['refuses a retired workstation, an unknown one, and a request without shape'],
      ...doc('Files and inputs'),
    },
  ],
  ['2.1.3', 2, 'limits for a person and for all are written down', doc('What costs much', 'How guessing is slowed')],
  ['2.2.1', 1, 'inputs are judged by allow-lists, patterns and ranges', { ...shapes, ...fuzzed }],
  [
    '2.2.2',
    1,
    'at the server',
    {
      'console/frame/forms.test.ts': ['is refused with each field and its problem'],
      [API]: ['says where an input is wrong, never with its value'],
    },
  ],
  [
    '2.2.3',
    2,
    'fields are judged together',
    { 'flow/refusals.test.ts': ['refuses a retired workstation, an unknown one, and a request without shape'] },
  ],
  [
    '2.3.2',
    2,
    'limits of the process hold',
    {
      'flow/refusals.test.ts': [
        'keeps one open request for an agent and a workstation',
        'needs two approvers where the policy, set by two persons, says so',
      ],
    },
  ],
  [
    '3.2.1',
    1,
    'answers are shown as what they are, or saved: nosniff, CSP, attachment',
    {
      ...whole,
      [API]: ['takes bodies in the media type of the operation, whole, in UTF-8, uncompressed and not too large'],
    },
  ],
  ['3.2.2', 1, 'text is shown as text', noHtml],
  [
    '3.5.2',
    1,
    'a simple request of another site does nothing: no cookie is looked at by the REST door, forms need token and origin',
    {
      [FRAME]: ["refuses every form without the session's token, or from another site, and leaves no trace of it"],
      [API]: ['takes a bearer token only: a cookie and a token in the address are nobody'],
    },
  ],
  [
    '3.5.4',
    2,
    'a host name of its own',
    doc('Connections'),
    'the site gives the name; the token port shares it, for its cookie, and serves one page',
  ],
  [
    '3.7.1',
    2,
    'only technologies of today’s browsers',
    { 'console/client/scripts.test.ts': ['are right by the types of a browser'] },
  ],
  [
    '3.7.2',
    2,
    'no redirect leaves this origin, but to the identity provider of the settings',
    {
      'console/frame/guard.test.ts': ['never leaves this origin, whatever it is'],
      'console/session/session.test.ts': ['leads back to the page that was asked for, and nowhere else'],
    },
  ],
  ['4.1.1', 1, 'every body says its media type and character set', whole],
  [
    '4.1.2',
    2,
    'nothing is redirected from http to https: in clear nothing is served off loopback',
    { [WEB]: ['is refused in clear on any address but loopback'] },
  ],
  ['4.1.4', 3, 'only the methods of each address', { [API]: ['answers unknown addresses and methods'] }],
  ['4.2.1', 2, 'two requests never come out of one', { [HOSTILE]: ['two requests never come out of one (smuggling)'] }],
  ['5.1.1', 2, 'kinds and sizes of files are written down', doc('Files and inputs')],
  [
    '5.2.1',
    1,
    'a file has a size that can be worked on',
    {
      'imports/limits.test.ts': [
        'are 25 MB, in octets',
        'reads a line full of misplaced quotes no longer than any other',
      ],
    },
  ],
  [
    '5.2.2',
    1,
    'a file is judged by its content: it is read as CSV or refused',
    { 'security/fuzz/csv.test.ts': ['of people is rows or problems, never a fault'], [FORMS]: ['may carry any file'] },
  ],
  [
    '5.3.1',
    1,
    'no upload is stored',
    { [FRAME]: ['serves style, scripts and icons to be kept, and no other file of the package'] },
  ],
  [
    '5.3.2',
    1,
    'no path comes from a user',
    { 'post/folder-queue.test.ts': ['never lets a request number name another place'] },
  ],
  [
    '5.4.1',
    2,
    'names of uploads are not used; downloads say their own',
    {
      [FORMS]: ['may carry any file'],
      'api/openapi.test.ts': ['says what needs a fresh factor, what is open, what answers files and nothing'],
    },
  ],
  [
    '5.4.2',
    2,
    'names of downloads are letters, digits, dots and dashes',
    { 'security/fuzz/json.test.ts': ['is done or refused, by whatever operation, whoever sends it'] },
  ],
  [
    '6.1.2',
    2,
    'words of the house are a list: src/identity/passwords/password.ts',
    { 'identity/passwords/password.test.ts': ['jetonspanministere', 'Élise Delacroix Bordeaux'] },
  ],
  ['6.1.3', 2, 'all ways in are written down with their strength', doc('Ways in')],
  [
    '6.2.6',
    1,
    'passwords are typed into masked fields',
    { [SOURCE]: ['masks every field for a password, and lets managers fill it in'] },
  ],
  [
    '6.2.7',
    1,
    'pasting and password managers are welcome',
    { [SOURCE]: ['masks every field for a password, and lets managers fill it in'] },
  ],
  [
    '6.3.4',
    2,
    'no other way in than those written down',
    {
      'api/matrix.test.ts': ['is closed to whoever is not signed in, unless it is the way in'],
      [FRAME]: ['sends everybody without a session to sign in, from every page but the open ones'],
      'identity/sign-in/certificates.test.ts': [
        'neither a passkey, nor a link to an identity elsewhere, nor an API token',
        'and takes none of its owner’s away, until one of their passkeys confirms it',
        'nor does a command line that it let in, and after the loss nothing of the thief’s stands',
      ],
    },
  ],
  [
    '6.3.7',
    3,
    'people hear of new ways in',
    {
      'identity/told.test.ts': [
        'is told when it opens, when its password or passkeys change, and when it is given back',
        'is told of an identity that is linked to it, and of a token made in its name',
      ],
      'mail/postman.test.ts': [
        'tells the old address that it is not written to any more, and neither name nor new address',
      ],
    },
    'where a mail relay is set',
  ],
  ['6.4.2', 1, 'no hints and no questions', { 'api/openapi.test.ts': ['describes every operation once'] }],
  [
    '6.4.3',
    2,
    'a lost password does not get round the second factor',
    {
      'identity/passkeys/recovery.test.ts': [
        'takes two persons, voids what let somebody in before, and leaves the roles',
      ],
    },
  ],
  [
    '6.4.4',
    2,
    'who lost a factor is identified as at first: two persons for operators',
    {
      'identity/passkeys/recovery.test.ts': [
        'is not what one administrator does alone with an operator',
        'needs the security officer among the two',
      ],
      'identity/puppets.test.ts': [
        'is closed when one person alone had opened it before: whoever has its password is out',
      ],
    },
  ],
  [
    '6.5.1',
    2,
    'codes are used once',
    { ...deviceCode, 'identity/enrolment/enrolment.test.ts': ['works once for two who redeem it at the same moment'] },
  ],
  [
    '6.5.2',
    2,
    'short codes that last are hashed slowly, with salt: revocation codes',
    {
      'identity/passwords/hasher.test.ts': ['salts: the same secret never gives the same hash'],
      'flow/process.test.ts': ['revokes by telephone with the code of the letter, and only with it'],
    },
  ],
  [
    '6.5.3',
    2,
    'codes come from the system’s generator',
    { [SOURCE]: ['draws no chance from anything but the system’s generator'] },
  ],
  [
    '6.5.4',
    2,
    'codes have 34 random bits at least',
    { [KEYS]: ['has 34 random bits for people and 256 for the machine, stored hashed'] },
  ],
  [
    '6.5.5',
    2,
    'codes of the command line end after ten minutes',
    { [KEYS]: ['ends after ten minutes, and needs a fresh factor'] },
  ],
  ['6.6.2', 2, 'a code belongs to the command line that asked for it', deviceCode],
  [
    '6.6.3',
    2,
    'guessing a code is slowed',
    {
      [KEYS]: ['is guessed ever more slowly'],
      'security/attack.test.ts': ['has no more pick-up codes tried by naming many parcels in one call'],
    },
  ],
  ['7.1.1', 2, 'ends of sessions are written down', doc('Sessions')],
  ['7.1.2', 2, 'how many sessions somebody may have is written down', doc('Sessions')],
  ['7.1.3', 2, 'how sessions here and at the provider go together is written down', doc('Sessions')],
  ['7.2.1', 1, 'sessions are judged at the server', { [SIGN_IN]: ['is nobody’s for a token that was never given'] }],
  [
    '7.2.2',
    1,
    'session tokens are made for each sign-in',
    { [SIGN_IN]: ['gives a new token of 256 bits each time, of which the database holds a hash'] },
  ],
  [
    '7.4.4',
    2,
    'every page has the way out',
    {
      'console/session/session.test.ts': ['signs out at the server: the old cookie opens nothing any more'],
      [FRAME]: ['shows the way out on every page of somebody signed in'],
    },
  ],
  [
    '7.5.1',
    2,
    'a fresh factor before a way in is added or changed',
    {
      [KEYS]: ['needs a passkey given moments ago: a phished password adds no way in'],
      'identity/passwords/password-change.test.ts': ['needs the present one, and is slowed like a sign-in'],
    },
  ],
  [
    '7.6.1',
    2,
    'sessions begin and end with the provider’s as written down',
    { [OIDC]: ['is ended at the provider too'], ...doc('Sessions') },
  ],
  [
    '7.6.2',
    2,
    'no session without a click',
    {
      'identity/sign-in/certificates.test.ts': ['acts by POST with the token of its page only'],
      'console/session/provider-routes.test.ts': ['lets nobody in with an answer that this browser did not ask for'],
    },
  ],
  [
    '8.1.2',
    2,
    'which fields an act takes and lets out stands in its schema',
    { 'api/openapi.test.ts': ['says that unknown fields are refused'] },
  ],
  ['9.1.1', 1, 'signatures of the provider’s tokens are verified', signed],
  ['9.1.2', 1, 'by the one algorithm of the settings', forged('signed by another algorithm than the settings name')],
  [
    '9.1.3',
    1,
    'with keys of the provider alone',
    forged('signed by a foreign key', 'signed with our own secret (HS256)'),
  ],
  ['9.2.1', 1, 'within their time', forged('that has expired', 'that is not valid yet')],
  [
    '9.2.2',
    2,
    'for what they are: an id_token has the nonce that was asked for, userinfo its subject',
    forged('without nonce', 'of another subject'),
  ],
  ['9.2.3', 2, 'for us', forged('for another audience', 'without audience')],
  [
    '10.1.1',
    2,
    'browsers never see a token of the provider',
    {
      'console/session/provider-routes.test.ts': [
        'shows browsers no token of the provider: the id_token alone leaves, as a hint in the address that signs out there',
      ],
    },
    'the id_token is the hint in the address that signs out at the provider, as its protocol has it',
  ],
  ['10.1.2', 2, 'only answers to what this browser began', provider],
  ['10.2.1', 2, 'state and PKCE', provider],
  [
    '10.2.2',
    2,
    'one provider, and its name in the answer',
    { [OIDC]: ['is refused when its code comes a second time, and when the answer names another issuer'] },
  ],
  ['10.5.1', 2, 'nonce', provider],
  [
    '10.5.2',
    2,
    'people are known by subject',
    {
      [OIDC]: ['opens the account of an agent who is known there by e-mail, once; then issuer and subject alone count'],
    },
  ],
  [
    '10.5.3',
    2,
    'the issuer is that of the settings, to the letter',
    { [OIDC]: ['is refused when its code comes a second time, and when the answer names another issuer'] },
  ],
  [
    '10.5.4',
    2,
    'audience',
    forged('for us and somebody else, who asked for it (azp)', 'for several, of whom none asked for it'),
  ],
  ['11.1.1', 2, 'the life of every key is written down', doc('Keys and algorithms')],
  ['11.1.2', 2, 'keys, algorithms and where they are used are listed', doc('Keys and algorithms')],
  [
    '11.2.1',
    2,
    'OpenSSL, the token and known libraries do the cryptography',
    { 'ca/programs.test.ts': ['verifies chain and CRLs strictly'] },
  ],
  [
    '11.2.2',
    2,
    'keys, costs and suites can be changed',
    {
      'offline/rotation.test.ts': [
        'wraps every secret and every key file anew, and the service goes on under the new key alone',
      ],
      'identity/passwords/hasher.test.ts': ['verifies at the cost that the hash names'],
    },
  ],
  [
    '11.2.3',
    2,
    '128 bits of strength at least',
    { 'ca/issue/possession.test.ts': ['refuses RSA-3072 with e = 3 (C5)'], ...doc('Keys and algorithms') },
  ],
  ['11.3.1', 1, 'no ECB, no weak padding for encryption', { [SOURCE]: ['uses no cipher or hash of the past'] }],
  ['11.3.2', 1, 'AES-256-GCM', { 'vault/vault.test.ts': ['never seals alike twice, and shows nothing of the secret'] }],
  [
    '11.3.3',
    2,
    'what is encrypted is authenticated',
    { 'vault/vault.test.ts': ['notices every changed, missing or added octet'] },
  ],
  [
    '11.4.1',
    1,
    'SHA-2 and HMAC; SHA-1 only as a name in OCSP, and as old PKCS#12 wants it',
    { [SOURCE]: ['uses no cipher or hash of the past'] },
  ],
  [
    '11.4.3',
    2,
    'signatures over SHA-256 and SHA-384',
    { 'ca/issue/possession.test.ts': ['refuses a signature by SHA-1, and an algorithm of another kind of key'] },
  ],
  [
    '11.4.4',
    2,
    'a passphrase is stretched by Argon2id',
    { 'vault/kek.test.ts': ['costs 64 MiB and three passes unless told otherwise'] },
  ],
  [
    '11.5.1',
    2,
    'chance comes from the system’s generator; secrets have 128 bits and more, ids that are no secret 100',
    { [SOURCE]: ['draws no chance from anything but the system’s generator'] },
  ],
  [
    '11.6.1',
    2,
    'P-256, P-384, RSA-3072; keys are looked at before they are certified',
    { 'ca/issue/possession.test.ts': ['refuses a point that is not on the curve', 'refuses RSA-3072 with e = 3 (C5)'] },
  ],
  ['12.1.1', 1, 'TLS 1.3 and 1.2', tls],
  ['12.1.2', 2, 'suites with forward secrecy and authenticated encryption', tls],
  [
    '12.1.3',
    2,
    'client certificates are verified, and looked up in our own records',
    {
      'identity/sign-in/certificates.test.ts': [
        'closes on who shows no certificate, and on one that another CA signed',
        'is refused once the token is revoked, whatever lists say',
      ],
    },
  ],
  [
    '12.2.1',
    1,
    'TLS off loopback, without falling back',
    { [WEB]: ['is refused in clear on any address but loopback'] },
  ],
  [
    '12.3.2',
    2,
    'certificates of servers are verified',
    { 'mail/sender.test.ts': ['does not take the certificate of another host'] },
  ],
  [
    '12.3.3',
    2,
    'TLS between parts that are on two machines; those on one speak by pipes',
    {
      'directory/session.test.ts': ['is in clear on loopback only'],
      'store/postgres/connect.test.ts': ['is TCP under TLS with a trusted certificate and a password from a file'],
    },
  ],
  [
    '12.3.4',
    2,
    'authorities of the site’s own are named in the settings',
    {
      'mail/sender.test.ts': ['sends nothing to a relay without TLS, nor to one whose certificate nobody vouches for'],
    },
  ],
  [
    '13.1.1',
    2,
    'all connections are written down',
    { ...doc('Connections'), [SOURCE]: ['has each address that it calls among the connections that are written down'] },
  ],
  [
    '13.2.1',
    2,
    'services sign in to each other by secrets of their own',
    {
      'directory/session.test.ts': [
        'says when the directory refuses our sign-in, and shows nothing to whoever does not sign in',
      ],
      'identity/machines/machine-tokens.test.ts': [
        'works with its certificate and with no other, and on no port that asks for none',
      ],
    },
  ],
  [
    '13.2.2',
    2,
    'the service needs no rights of root',
    { 'dockerfile.test.ts': ['runs as nobody special, writes to its volumes only, and offers console and PKI'] },
  ],
  [
    '13.2.3',
    2,
    'no default credential',
    {
      'identity/enrolment/enrolment.test.ts': ['are for its first two people, fresh at each start, until each is used'],
    },
  ],
  [
    '13.2.4',
    2,
    'connections go to addresses of the settings alone',
    { [SOURCE]: ['calls no address but those of its settings'] },
  ],
  ['13.2.5', 2, 'the same for what the server loads', { [SOURCE]: ['calls no address but those of its settings'] }],
  [
    '13.3.2',
    2,
    'secrets are opened where they are used, by nobody else',
    {
      'vault/kek.test.ts': ['inside the data folder is refused, also behind a symbolic link'],
      'ca/ca.test.ts': ['keeps its keys sealed, in files that only the service reads'],
    },
  ],
  [
    '13.4.2',
    2,
    'no debug mode: a fault shows nothing, whatever NODE_ENV says',
    { [WEB]: ['says nothing of a fault that no door answers, not even its stack'] },
  ],
  [
    '13.4.5',
    2,
    'counts of what is watched go to this machine only',
    { [WEB]: ['gives no counts to whom a proxy on this machine brings from elsewhere'] },
    '/metrics answers on loopback alone; /api/openapi.json and /readyz are meant to be read',
  ],
  ['14.1.1', 2, 'kinds of data are listed', doc('Data and how it is kept')],
  ['14.1.2', 2, 'with what protects each', doc('Data and how it is kept')],
  ['14.2.2', 2, 'nothing confidential is kept between us and the browser', whole],
  [
    '14.2.3',
    2,
    'nothing is sent to third parties',
    {
      [SOURCE]: ['loads nothing from another origin'],
      'mail/postman.test.ts': ['says no secret and nobody else’s name, through a whole story'],
    },
  ],
  [
    '14.2.4',
    2,
    'what the list says is done',
    {
      'security/canary.test.ts': ['are in no file of the data folder, no log line, no entry and no answer'],
      'store/store.test.ts': ['is in nothing that is kept any more once secrets are forgotten'],
    },
  ],
  [
    '14.3.1',
    1,
    'signing out tells the browser to forget',
    {
      'console/session/session.test.ts': ['signs out at the server: the old cookie opens nothing any more'],
      [FRAME]: ['tells the browser to forget what it kept at sign-out'],
    },
  ],
  [
    '14.3.3',
    2,
    'browsers keep a session token, language and theme; a half-typed form without its secrets until the next page',
    {
      [SOURCE]: ['keeps nothing in a browser but the theme, whether sounds are muted, and a form until the next page'],
    },
  ],
  ['15.1.1', 1, 'when known weaknesses are mended is written down', doc('Updates')],
  ['15.1.3', 2, 'what costs much is written down', doc('What costs much')],
  [
    '15.2.1',
    1,
    'no component is older than that',
    {
      'security/sbom.test.ts': [
        'the bill of materials names every dependency that runs, by name, version and package URL',
      ],
    },
    'no test asks a list of weaknesses: machines of the service reach no such list. The bill of materials is for the site’s own scanner',
  ],
  [
    '15.2.2',
    2,
    'what costs much is bounded',
    {
      'identity/passwords/hasher.test.ts': ['refuses a crowd instead of holding memory for it'],
      [HOSTILE]: [
        'one address cannot take every connection of the %s port',
        'who sends requests without end on one connection gets a thousand answers',
      ],
    },
  ],
  [
    '15.2.3',
    2,
    'no test code in what is installed',
    { 'dockerfile.test.ts': ['makes, in a clean folder, a service that runs without what only building needs'] },
  ],
  [
    '15.3.1',
    1,
    'answers hold the fields of their schema',
    { [API]: ['lets nothing out that the operation does not name'] },
  ],
  ['15.3.2', 2, 'calls to the provider follow no redirect', { [OIDC]: ['follows no redirect of %s to another place'] }],
  [
    '15.3.4',
    2,
    'the address of a client is that of its connection',
    { [WEB]: ['never believes a header about where the client is'] },
    'behind a proxy everybody has its address: the service is meant to face its clients itself',
  ],
  [
    '15.3.5',
    2,
    'values have the type they are used as',
    { ...shapes, 'console/frame/forms.test.ts': ['is read without surprise where a field came twice'] },
  ],
  [
    '15.3.6',
    2,
    'no prototype is reached by a name',
    {
      'console/frame/uploads.test.ts': ['takes a field of any name as text, also one that objects have by themselves'],
    },
  ],
  [
    '15.3.7',
    2,
    'a field twice, or in two places, is refused or read without surprise',
    {
      [API]: ['refuses a field twice, a query on a POST, and fields nobody asked for'],
      'console/frame/forms.test.ts': ['is read without surprise where a field came twice'],
    },
  ],
  ['16.3.4', 2, 'faults are logged', { [API]: ['reveals nothing of a fault but a request id, and logs it'] }],
  ['16.2.2', 2, 'times are UTC, with milliseconds', { 'journal/entry.test.ts': ['is UTC with milliseconds'] }],
  ['16.2.3', 2, 'logs go where it is written down', doc('What is written where')],
  ['16.2.4', 2, 'logs are JSON, a line each', { [WEB]: ['writes what a client sent on one line, or not at all'] }],
  [
    '16.3.3',
    2,
    'who tries to get round limits leaves a trace',
    {
      'flow/abuse.test.ts': [
        'slows somebody who fills the journal with refusals, says so in it, and never slows a loss',
      ],
    },
  ],
  [
    '16.4.3',
    2,
    'logs go to another system: the journal is pushed to a SIEM as it grows, over TLS',
    {
      'siem/pusher.test.ts': [
        'arrives whole, in order and once, as RFC 5424 in frames of RFC 5425, over TLS',
        'speaks to nobody whose certificate nobody vouches for, and shows its own where it is asked',
      ],
    },
    'where JETON_SIEM_URL names one; standard error is for the site’s collector',
  ],
  [
    '16.5.2',
    2,
    'what is away outside stops nothing inside',
    {
      [OIDC]: ['says so when the provider is away'],
      'mail/postman.test.ts': [
        'keeps what a relay puts off (4xx), asks again after 1, 2, 4 … minutes, and sends it in the end',
      ],
      'directory/session.test.ts': ['does not hang on a server that takes the sign-in and never answers the search'],
    },
  ],
  [
    '16.5.4',
    3,
    'a last handler answers what nobody caught',
    { [WEB]: ['says nothing of a fault that no door answers, not even its stack'] },
  ],
];
export const REST: readonly Item[] = LINES.map(([id, level, what, shown, but]) => ({
  id,
  level,
  what,
  shown,
  ...(but ? { but } : {}),
}));

/** Requirements of levels 1 and 2 that ask for something of a technology which is not here. */
export const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  '1.2.7': 'no XPath',
  '1.2.8': 'no LaTeX',
  '1.3.1': 'no rich text is typed',
  '1.3.4': 'no SVG is taken in',
  '1.3.5': 'no Markdown, style sheet or template is taken in',
  '1.3.8': 'no Java',
  '1.3.9': 'no memcache',
  '1.5.1': 'no XML is read',
  '3.5.5': 'no postMessage',
  '4.3.1': 'no GraphQL',
  '4.3.2': 'no GraphQL',
  ...Object.fromEntries(['4.4.1', '4.4.2', '4.4.3', '4.4.4'].map((id) => [id, 'no WebSocket'])),
  '5.2.3': 'no compressed file or body is taken in',
  '5.4.3': 'no file that somebody sent is given to anybody',
  '6.6.1': 'no telephone network',
  '6.8.3': 'no SAML',
  '8.4.1': 'one tenant; services are scopes of one',
  '9.2.4': 'no self-contained token is issued',
  ...Object.fromEntries(
    ['10.3.1', '10.3.2', '10.3.3', '10.3.4'].map((id) => [
      id,
      'no OAuth resource server: access tokens of others open nothing here',
    ]),
  ),
  ...Object.fromEntries(
    [...Array.from({ length: 11 }, (_, i) => `10.4.${i + 1}`), '10.6.1', '10.6.2', '10.7.1', '10.7.2', '10.7.3'].map(
      (id) => [id, 'no authorization server: the provider is the ministry’s'],
    ),
  ),
  '10.5.5': 'no back-channel logout is offered',
  '12.2.2': 'no public service: the ministry’s own authority vouches for it',
  ...Object.fromEntries(
    ['17.1.1', '17.2.1', '17.2.2', '17.2.3', '17.2.4', '17.3.1', '17.3.2'].map((id) => [id, 'no WebRTC']),
  ),
};
