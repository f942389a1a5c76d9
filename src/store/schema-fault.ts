/** A part of the database that is not as the schema says. */
export interface SchemaFault {
  /** `trigger`, or whatever else a database consists of. */
  type: string;
  name: string;
  kind: 'missing' | 'foreign' | 'different';
}
