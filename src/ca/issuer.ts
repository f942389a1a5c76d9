import { hash } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { CertificateAuthority, CertificateOrder, Chance, Clock, PreparedCertificate } from '../flow/ports.ts';
import type { Authority } from './authority.ts';
import { buildCertificate } from './certificate.ts';
import type { Words } from './content.ts';
import { type Addresses, lintOrRefuse } from './make-authority.ts';
import { rfc4514 } from './name.ts';
import { checkPossession } from './possession.ts';
import type { LoadedProfile } from './profile.ts';
import { keyKind } from './public-key.ts';
import { readCertificate } from './read.ts';
import { signedAndVerified } from './signer.ts';

const DAY = 86_400_000;
/** A ticket outlives the commit between prepare and issue by far. */
const TICKET_MS = 10 * 60_000;
/** Tickets that nobody redeems must not fill the memory. */
const MOST_TICKETS = 10_000;

export interface IssuerDeps {
  profiles: ReadonlyMap<string, LoadedProfile>;
  /** The CA that issues now. Throws `ca_unavailable` when there is none. */
  issuing(): { authority: Authority; addresses: Addresses };
  /** What the profile's braces mean for every certificate of this CA. */
  words(): Pick<Words, 'organisation' | 'siren' | 'policy'>;
  clock: Clock;
  chance: Pick<Chance, 'id'>;
}
interface Ticket {
  tbs: Uint8Array;
  authority: Authority;
  expiresAt: number;
}

function refuse(rule: string, why: string): AppError {
  return new AppError('profile_refused', `the certificate would break ${rule}: ${why}`, { detail: { rule } });
}

/** A serial number as the records write it; the caller makes it of 127 random bits (C1). */
function checkSerial(hex: string): string {
  if (!/^([0-9a-f]{2}){8,16}$/.test(hex) || hex.startsWith('00')) {
    throw refuse('C1', 'its serial number must be lower-case hex of 64 to 127 bits');
  }
  return hex;
}

/** Begins a little before now, never before its issuer; ends by the profile, the order and its issuer (C1). Seconds. */
function validity(order: CertificateOrder, { validity: v }: LoadedProfile, { read }: Authority) {
  const second = (ms: number): number => Math.floor(ms / 1000) * 1000;
  const notBefore = Math.max(second(order.notBefore - v.backdateMinutes * 60_000), read.notBefore);
  // both ends belong to the validity (RFC 5280 4.1.2.5)
  const byProfile = notBefore + v.days * DAY - 1000;
  const notAfter = second(Math.min(byProfile, order.endsBy ?? byProfile, read.notAfter));
  if (notAfter <= second(order.notBefore))
    throw refuse('C1', 'it would end before it begins: the issuing CA ends too soon');
  return { notBefore, notAfter };
}

function holderProfile(profiles: IssuerDeps['profiles'], name: string): LoadedProfile {
  const profile = profiles.get(name);
  if (profile?.kind === 'holder') return profile;
  throw new AppError('profile_refused', `there is no holder profile ${name}: add it to certs/profiles`, {
    detail: { profile: name },
  });
}

function createTickets({ clock, chance }: Pick<IssuerDeps, 'clock' | 'chance'>) {
  const tickets = new Map<string, Ticket>();
  const sweep = (): void => {
    // in order of their end: a Map keeps the order of insertion, and all live equally long
    for (const [id, { expiresAt }] of tickets) {
      if (expiresAt > clock.now()) return;
      tickets.delete(id);
    }
  };
  return {
    give(ticket: Omit<Ticket, 'expiresAt'>): string {
      sweep();
      if (tickets.size >= MOST_TICKETS)
        throw new AppError('overloaded', 'too many certificates wait for their signature');
      const id = chance.id();
      tickets.set(id, { ...ticket, expiresAt: clock.now() + TICKET_MS });
      return id;
    },
    /** Takes the ticket away before anything is awaited: a second call with it finds nothing. */
    redeem(id: string): Ticket {
      const ticket = tickets.get(id);
      tickets.delete(id);
      if (!ticket)
        throw new AppError('already_done', 'this ticket was used or never given: prepare the certificate again');
      if (ticket.expiresAt <= clock.now())
        throw new AppError('expired', 'this ticket has expired: prepare the certificate again');
      return ticket;
    },
  };
}

/**
 * The flow's certificate authority: everything is decided, built and linted in `prepare`; `issue` only adds the CA's
 * signature, once per ticket. Tickets live in memory: after a restart their intents are undone by the flow.
 */
export function createIssuer(deps: IssuerDeps): CertificateAuthority {
  const tickets = createTickets(deps);
  return {
    checkPossession,
    keyKind(profile) {
      return holderProfile(deps.profiles, profile).key === 'rsa-3072' ? 'rsa-3072' : 'ec-p256';
    },
    async prepare(order: CertificateOrder): Promise<PreparedCertificate> {
      const profile = holderProfile(deps.profiles, order.profile);
      const { authority, addresses } = deps.issuing();
      const serialNumber = checkSerial(order.serialNumber);
      if (keyKind(order.publicKey) !== profile.key)
        throw refuse('C5', `profile ${profile.name} asks for a key ${profile.key}`);
      const { commonName, serialNumber: separator, email } = order.subject;
      const words: Words = { ...deps.words(), commonName, serialNumber: separator, email };
      const issuer = { ...addresses, name: authority.read.subject, keyIdentifier: authority.keyIdentifier };
      const dates = validity(order, profile, authority);
      const { publicKey } = order;
      const der = await buildCertificate({ content: profile, words, serialNumber, ...dates, publicKey, issuer });
      lintOrRefuse(der, 'holder', authority.certificate);
      const { tbs, subject } = readCertificate(der);
      return {
        serialNumber,
        issuerId: authority.row.id,
        profile: profile.name,
        profileHash: profile.hash,
        subject: rfc4514(subject),
        publicKeyHash: hash('sha256', publicKey, 'hex'),
        ...dates,
        ticket: tickets.give({ tbs, authority }),
      };
    },
    async issue(ticket: string): Promise<Uint8Array> {
      const { tbs, authority } = tickets.redeem(ticket);
      if (!authority.signer)
        throw new AppError('ca_unavailable', 'the issuing CA’s key is not here: bring it and try again');
      return signedAndVerified(tbs, authority.signer);
    },
  };
}
