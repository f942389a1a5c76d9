import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  FilterParser,
  OrFilter,
  SubstringFilter,
} from 'ldapts';
import { settingsRefused } from '../errors.ts';
import type { DirectoryMap } from './settings.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN of Active Directory: groups within groups too. */
const IN_CHAIN = '1.2.840.113556.1.4.1941';

/**
 * Filters over the people of the directory. What somebody typed is a value in the BER encoding and never part of a filter's
 * text, so there is nothing to escape and nothing to forget (RFC 4511 4.5.1.7).
 */
export function createFilters({ people, attributes }: DirectoryMap) {
  const parse = (): Filter => {
    try {
      return FilterParser.parseString(people);
    } catch (cause) {
      throw settingsRefused(
        {
          en: 'the people filter of JETON_LDAP_MAP_FILE is no LDAP filter (RFC 4515)',
          fr: '« people », dans le fichier de JETON_LDAP_MAP_FILE, n’est pas un filtre LDAP : écrivez-le selon la RFC 4515',
        },
        cause,
      );
    }
  };
  const everyone = parse();
  const among = (filter: Filter): Filter => new AndFilter({ filters: [everyone, filter] });
  const begins = (attribute: string, initial: string): Filter => new SubstringFilter({ attribute, initial });

  /** One word of a search: how an id, a first name or a family name begins. */
  const word = (text: string): Filter =>
    new OrFilter({
      filters: [attributes.directoryId, attributes.givenName, attributes.familyName].map((a) => begins(a, text)),
    });

  return {
    everyone,
    byId: (id: string): Filter => among(new EqualityFilter({ attribute: attributes.directoryId, value: id })),
    /** Every word has to fit, so that `alice agard` finds her whatever the order. */
    byWords: (words: readonly string[]): Filter => new AndFilter({ filters: [everyone, ...words.map(word)] }),
    byGroup: (group: string, nested: boolean): Filter =>
      among(
        nested
          ? new ExtensibleFilter({ matchType: 'memberOf', rule: IN_CHAIN, value: group })
          : new EqualityFilter({ attribute: 'memberOf', value: group }),
      ),
  };
}
