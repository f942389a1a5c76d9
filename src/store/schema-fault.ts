/** A part of the database that is not as the schema says. */
export interface SchemaFault {
  type: string;
  name: string;
  kind: 'missing' | 'foreign' | 'different';
}
