import type pkcs11js from 'pkcs11js';

/** The part of PKCS#11 that the bench and the sessions of this folder use; the twin (bench/twin) implements the same. */
export type Cryptoki = Pick<
  pkcs11js.PKCS11,
  | 'C_Initialize'
  | 'C_Finalize'
  | 'C_GetInfo'
  | 'C_GetSlotList'
  | 'C_GetSlotInfo'
  | 'C_GetTokenInfo'
  | 'C_InitToken'
  | 'C_InitPIN'
  | 'C_SetPIN'
  | 'C_OpenSession'
  | 'C_CloseAllSessions'
  | 'C_GetSessionInfo'
  | 'C_Login'
  | 'C_CreateObject'
  | 'C_FindObjectsInit'
  | 'C_FindObjects'
  | 'C_FindObjectsFinal'
  | 'C_GetAttributeValue'
  | 'C_GenerateKeyPair'
  | 'C_SignInit'
  | 'C_Sign'
>;
