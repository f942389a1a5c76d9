import { hash } from 'node:crypto';

/** Why a token did not carry out an order: a problem or a return code of PKCS#11. */
export class OrderFailed extends Error {
  readonly why: string;

  constructor(why: string) {
    super(why);
    this.name = 'OrderFailed';
    this.why = why;
  }
}

/** Whom an order logs in with. */
export interface Login {
  serial: string;
  pin: string;
}
/** A PIN of one token, since this process began. */
interface TriedPin {
  /** The return code with which the token refused it. */
  refused?: string;
  /** Whether the last order that logged in with it succeeded. */
  works: boolean;
  /** Settles when the order that tries it is answered. */
  trial?: Promise<void> | undefined;
}

const REFUSALS = ['CKR_PIN_INCORRECT', 'CKR_PIN_LOCKED'];
const tried = new Map<string, TriedPin>();

function triedPin(module: string, { serial, pin }: Login): TriedPin {
  const key = JSON.stringify([module, serial, hash('sha256', pin)]);
  const known = tried.get(key) ?? { works: false };
  tried.set(key, known);
  return known;
}

function attempt<R>(pin: TriedPin, send: () => Promise<R>): Promise<R> {
  if (pin.refused !== undefined) return Promise.reject(new OrderFailed(pin.refused));
  const sent = send();
  const trial = sent.then(
    () => {
      Object.assign(pin, { works: true, trial: undefined });
    },
    (error: unknown) => {
      Object.assign(pin, { works: false, trial: undefined });
      if (error instanceof OrderFailed && REFUSALS.includes(error.why)) pin.refused = error.why;
    },
  );
  if (!pin.works) pin.trial ??= trial;
  return sent;
}

/**
 * Sends an order that logs in to a token. A PIN that the token refused is never tried again in this process, because a
 * token locks after a few tries: such an order throws what the token said then. A PIN that nobody knows to work is tried by
 * one order, for whose answer the others wait: two keys in one token cost it one try, not two.
 */
export function withPin<R>(module: string, login: Login, send: () => Promise<R>): Promise<R> {
  const pin = triedPin(module, login);
  return pin.trial && !pin.works ? pin.trial.then(() => attempt(pin, send)) : attempt(pin, send);
}

/** Whether the token refused this PIN since this process began. */
export const isPinRefused = (module: string, login: Login): boolean => triedPin(module, login).refused !== undefined;
