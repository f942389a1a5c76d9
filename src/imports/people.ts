import { PersonInput } from '../flow/inputs.ts';
import { type Parsed, parseRows } from './rows.ts';

/**
 * People of the directory from CSV, with the headings `matricule;prenom;nom;courriel;service;site` or
 * `directoryId,givenName,familyName,email,service,site`, in any order. For smart-card logon `upn` and `sid` may be added, and `adresse` where
 * letters go that must not go where parcels do.
 */
export function parsePeople(file: string | Uint8Array): Parsed<PersonInput> {
  return parseRows(file, {
    schema: PersonInput,
    columns: {
      directoryId: ['matricule', 'identifiant'],
      givenName: ['prenom'],
      familyName: ['nom', 'surname'],
      email: ['courriel', 'mail'],
      service: ['service'],
      site: ['site'],
      userPrincipalName: ['upn', 'compte'],
      securityIdentifier: ['sid'],
      postalAddress: ['adresse'],
    },
    optional: ['userPrincipalName', 'securityIdentifier', 'postalAddress'],
    unique: ['directoryId', 'email'],
  });
}
