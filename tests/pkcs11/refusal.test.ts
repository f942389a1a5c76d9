import pkcs11js from 'pkcs11js';
import { failureOf, Refusal } from '../../src/pkcs11/refusal.ts';

describe('what a failure tells the service', () => {
  it.each([
    [new pkcs11js.Pkcs11Error('CKR_DEVICE_REMOVED:50'), { rv: 'CKR_DEVICE_REMOVED' }],
    [new pkcs11js.Pkcs11Error('CKR_VENDOR_DEFINED:2147483653'), { rv: 'CKR_VENDOR_DEFINED_0X80000005' }],
    [new Refusal('token-wrong', ['B2']), { problem: 'token-wrong', found: ['B2'] }],
    [new TypeError('PIN 1234'), { problem: 'malformed' }],
  ])('is never the text of an error (%s)', (error, expected) => expect(failureOf(error)).toEqual(expected));
});
