import pkcs11js from 'pkcs11js';
import type { Cryptoki } from '../../pkcs11/cryptoki.ts';
import { type Capabilities, narrowed, type TokenWords } from '../capabilities.ts';
import { ckr, createFaults } from './faults.ts';
import { attributesOf, checkTemplate, fits, isOfClass, isPrivate, makePair, withItem } from './items.ts';
import { openKey, signEcdsa, signRsa } from './keys.ts';
import { createPins, type Login } from './pins.ts';
import { mannersOf, placeOf } from './scenario.ts';
import { readToken, serialsIn, type TwinToken, writeToken } from './token.ts';

interface Session {
  serial: string;
  write: boolean;
  /** Handles that a search has still to answer. */
  found?: number[];
  signing?: { mechanism: number; item: number };
}

/** A CK_ULONG, as pkcs11js hands handles out. */
function handleOf(value: number): pkcs11js.Handle {
  const handle = Buffer.alloc(8);
  handle.writeBigUInt64LE(BigInt(value));
  return handle;
}
const numberOf = (handle: pkcs11js.Handle): number => Number(handle.readBigUInt64LE());

export interface Twin {
  cryptoki: Cryptoki;
  /** The adapter that the bench has for this device. */
  capabilities(token?: TokenWords): Capabilities;
}

/**
 * A PKCS#11 device in software that fails where its scenario says so; real keys, real signatures, its state in files.
 * `module` is `twin:` and the path of the scenario. It answers every call as a device of its make would.
 */
export function createTwin(module: string): Twin {
  const place = placeOf(module);
  const { scenario, during } = createFaults(place);
  const slots: string[] = [];
  const sessions = new Map<number, Session>();
  const logins = new Map<string, Login>();
  const device = () => mannersOf(scenario()).device;
  let lastSession = 0;
  let seen: string[] = [];

  /** A serial number's slot: the same as long as this process lives. */
  const slotOf = (serial: string): number => {
    if (!slots.includes(serial)) slots.push(serial);
    return slots.indexOf(serial) + 1;
  };
  const serialIn = (slot: pkcs11js.Handle): string => {
    const serial = slots[numberOf(slot) - 1];
    if (serial === undefined) throw ckr('CKR_SLOT_ID_INVALID');
    return serial;
  };
  const tokenIn = (serial: string, gone = 'CKR_DEVICE_REMOVED'): TwinToken => {
    const token = readToken(place, serial);
    if (!token) throw ckr(gone);
    return token;
  };
  const sessionOf = (handle: pkcs11js.Handle): Session => {
    const session = sessions.get(numberOf(handle));
    if (!session) throw ckr('CKR_SESSION_HANDLE_INVALID');
    return session;
  };
  const writing = (handle: pkcs11js.Handle): Session => {
    const session = sessionOf(handle);
    if (!session.write) throw ckr('CKR_SESSION_READ_ONLY');
    return session;
  };
  const save = (token: TwinToken): void => writeToken(place.tokens, token);
  const pins = createPins({ device, lengths: scenario, save });

  /** Throws unless the role that this make asks for is logged in: the holder or the security officer. */
  const mayMake = (serial: string): void => {
    const login = logins.get(serial);
    if (login === undefined) throw ckr('CKR_USER_NOT_LOGGED_IN');
    if (login !== device().keygenRole) throw ckr('CKR_USER_TYPE_INVALID');
  };
  const visible = ({ serial }: Session) => {
    const all = tokenIn(serial).items;
    return logins.get(serial) === 'user' ? all : all.filter((item) => !isPrivate(item));
  };
  const itemOf = (session: Session, handle: number) => {
    const item = visible(session).find((it) => it.handle === handle);
    if (!item) throw ckr('CKR_OBJECT_HANDLE_INVALID');
    return item;
  };
  const forget = (): void => {
    sessions.clear();
    logins.clear();
  };

  const cryptoki: Cryptoki = {
    C_Initialize: () =>
      during('C_Initialize', undefined, () => {
        seen = serialsIn(place.tokens);
      }),
    C_Finalize: forget,
    C_GetInfo: () => ({
      cryptokiVersion: { major: 2, minor: 40 },
      manufacturerID: 'Jeton twin',
      flags: 0,
      libraryDescription: 'Jeton twin',
      libraryVersion: { major: 1, minor: 0 },
    }),
    C_GetSlotList: () =>
      during('C_GetSlotList', undefined, () =>
        (device().hotPlug ? serialsIn(place.tokens) : seen).map((serial) => handleOf(slotOf(serial))),
      ),
    C_GetSlotInfo: () => ({
      slotDescription: 'Jeton twin',
      manufacturerID: 'Jeton twin',
      flags: 0,
      hardwareVersion: { major: 1, minor: 0 },
      firmwareVersion: { major: 1, minor: 0 },
    }),
    C_GetTokenInfo: (slot) => {
      const serial = serialIn(slot);
      return during('C_GetTokenInfo', serial, (lie) => {
        const token = tokenIn(serial, 'CKR_TOKEN_NOT_PRESENT');
        const { make, pinMin, pinMax } = scenario();
        return {
          label: token.label,
          manufacturerID: 'Jeton twin',
          model: `Twin ${make}`,
          serialNumber: lie === 'other-serial' ? 'OTHER' : serial,
          flags: pins.flags(token),
          ...UNLIMITED,
          minPinLen: pinMin,
          maxPinLen: pinMax,
        };
      });
    },
    C_InitToken: (slot, pin = '', label = '') => {
      const serial = serialIn(slot);
      if ([...sessions.values()].some((session) => session.serial === serial)) throw ckr('CKR_SESSION_EXISTS');
      return during('C_InitToken', serial, (lie) => {
        pins.wipe(tokenIn(serial), pin, label.trimEnd(), lie === 'keeps-objects');
        return serial;
      });
    },
    C_OpenSession: (slot, flags) => {
      const serial = serialIn(slot);
      return during('C_OpenSession', serial, () => {
        tokenIn(serial, 'CKR_TOKEN_NOT_PRESENT');
        lastSession += 1;
        sessions.set(lastSession, { serial, write: (flags & pkcs11js.CKF_RW_SESSION) !== 0 });
        return handleOf(lastSession);
      });
    },
    C_CloseAllSessions: (slot) => {
      const serial = serialIn(slot);
      for (const [id, session] of sessions) if (session.serial === serial) sessions.delete(id);
      logins.delete(serial);
    },
    C_GetSessionInfo: (handle) => {
      const { serial } = sessionOf(handle);
      return { slotID: handleOf(slotOf(serial)), state: 0, flags: 0, deviceError: 0 };
    },
    C_Login: (handle, userType, pin = '') => {
      const { serial } = sessionOf(handle);
      if (logins.has(serial)) throw ckr('CKR_USER_ALREADY_LOGGED_IN');
      during('C_Login', serial, () => {
        const who: Login = userType === pkcs11js.CKU_SO ? 'so' : 'user';
        pins.logIn(tokenIn(serial), who, pin);
        logins.set(serial, who);
      });
    },
    C_InitPIN: (handle, pin = '') => {
      const { serial } = writing(handle);
      during('C_InitPIN', serial, () => pins.init(tokenIn(serial), logins.get(serial), pin));
    },
    C_SetPIN: (handle, old, fresh) => {
      const { serial } = writing(handle);
      during('C_SetPIN', serial, () => pins.change(tokenIn(serial), logins.get(serial), old, fresh));
    },
    C_GenerateKeyPair: (handle: pkcs11js.Handle, { mechanism }: pkcs11js.Mechanism, open, closed) => {
      const { serial } = writing(handle);
      return during('C_GenerateKeyPair', serial, (lie) => {
        mayMake(serial);
        for (const template of [open, closed]) checkTemplate(template, device());
        const how = { mechanism, publicTemplate: open, privateTemplate: closed };
        const made = makePair(tokenIn(serial), device(), how, lie === 'extractable');
        save(made.token);
        return { publicKey: handleOf(made.publicKey), privateKey: handleOf(made.privateKey) };
      });
    },
    C_CreateObject: (handle, template) => {
      const { serial } = writing(handle);
      return during('C_CreateObject', serial, () => {
        mayMake(serial);
        checkTemplate(template, device());
        const attributes = attributesOf(template);
        const token = tokenIn(serial);
        const id = String(pkcs11js.CKA_ID);
        const replaced = (item: TwinToken['items'][number]) =>
          device().ownCertificate &&
          isOfClass(item, pkcs11js.CKO_CERTIFICATE) &&
          item.attributes[id] === attributes[id];
        const made = withItem({ ...token, items: token.items.filter((item) => !replaced(item)) }, { attributes });
        save(made.token);
        return handleOf(made.handle);
      });
    },
    C_FindObjectsInit: (handle, template) => {
      const session = sessionOf(handle);
      const wanted = attributesOf(template ?? []);
      session.found = visible(session)
        .filter((item) => fits(item, wanted))
        .map((item) => item.handle);
    },
    C_FindObjects: ((handle: pkcs11js.Handle, count: number) => {
      const session = sessionOf(handle);
      const found = (): number[] => session.found ?? [];
      return during('C_FindObjects', session.serial, () => found().splice(0, count).map(handleOf));
    }) as Cryptoki['C_FindObjects'],
    C_FindObjectsFinal: (handle) => {
      delete sessionOf(handle).found;
    },
    C_GetAttributeValue: (handle, object, template) => {
      const session = sessionOf(handle);
      return during('C_GetAttributeValue', session.serial, (lie) => {
        const item = itemOf(session, numberOf(object));
        return template.map(({ type }) => {
          const value = item.attributes[String(type)];
          if (value === undefined) throw ckr('CKR_ATTRIBUTE_TYPE_INVALID');
          const octets = Buffer.from(value, 'hex');
          return { type, value: lie === 'wrong-value' && type === pkcs11js.CKA_VALUE ? untrue(octets) : octets };
        });
      });
    },
    C_SignInit: (handle, { mechanism }: pkcs11js.Mechanism, key) => {
      const session = sessionOf(handle);
      during('C_SignInit', session.serial, () => {
        if (![pkcs11js.CKM_ECDSA, pkcs11js.CKM_RSA_PKCS].includes(mechanism)) throw ckr('CKR_MECHANISM_INVALID');
        session.signing = { mechanism, item: numberOf(key) };
      });
    },
    C_Sign: (handle, data) => {
      const session = sessionOf(handle);
      return during('C_Sign', session.serial, (lie) => {
        const { signing } = session;
        delete session.signing;
        if (!signing) throw ckr('CKR_OPERATION_NOT_INITIALIZED');
        const key = openKey(Buffer.from(itemOf(session, signing.item).key ?? '', 'base64'));
        const block = lie === 'wrong-value' ? untrue(data) : data;
        return signing.mechanism === pkcs11js.CKM_ECDSA ? signEcdsa(key, block) : signRsa(key, block);
      });
    },
  };
  return { cryptoki, capabilities: (token) => narrowed(mannersOf(scenario()).adapter, token) };
}

/** What a device that lies gives instead of these octets. */
function untrue(octets: Buffer): Buffer {
  const other = Buffer.from(octets);
  const last = other.length - 1;
  other[last] = (other[last] ?? 0) ^ 1;
  return other;
}

const NOT_SAID = 0xffff_ffff;
const UNLIMITED = {
  maxSessionCount: 0,
  sessionCount: 0,
  maxRwSessionCount: 0,
  rwSessionCount: 0,
  totalPublicMemory: NOT_SAID,
  freePublicMemory: NOT_SAID,
  totalPrivateMemory: NOT_SAID,
  freePrivateMemory: NOT_SAID,
  hardwareVersion: { major: 1, minor: 0 },
  firmwareVersion: { major: 1, minor: 0 },
  utcTime: '',
};
