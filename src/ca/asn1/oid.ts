/** The object identifiers that Jeton writes or reads, each once. */
export const OID = {
  // attributes of a distinguished name (X.520)
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  serialNumber: '2.5.4.5',
  // extensions (RFC 5280 4.2, 5.2; RFC 6960 4.2.2.2.1, 4.4.1)
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  // Microsoft's mapping of a certificate to an account by its SID (MS-WCCE 2.2.2.7.7.4), and the otherName inside
  securityIdentifier: '1.3.6.1.4.1.311.25.2',
  objectSid: '1.3.6.1.4.1.311.25.2.1',
  // otherName of the subject alternative name
  userPrincipalName: '1.3.6.1.4.1.311.20.2.3',
  // purposes of a key
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ipsecIKE: '1.3.6.1.5.5.7.3.17',
  msSmartcardLogin: '1.3.6.1.4.1.311.20.2.2',
  OCSPSigning: '1.3.6.1.5.5.7.3.9',
  // ways to information about an authority, kinds of OCSP answers
  ocsp: '1.3.6.1.5.5.7.48.1',
  caIssuers: '1.3.6.1.5.5.7.48.2',
  ocspBasic: '1.3.6.1.5.5.7.48.1.1',
  // keys and signatures
  ecPublicKey: '1.2.840.10045.2.1',
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  rsaEncryption: '1.2.840.113549.1.1.1',
  'ecdsa-with-SHA256': '1.2.840.10045.4.3.2',
  'ecdsa-with-SHA384': '1.2.840.10045.4.3.3',
  'ecdsa-with-SHA512': '1.2.840.10045.4.3.4',
  sha256WithRSA: '1.2.840.113549.1.1.11',
  sha384WithRSA: '1.2.840.113549.1.1.12',
  sha512WithRSA: '1.2.840.113549.1.1.13',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;
