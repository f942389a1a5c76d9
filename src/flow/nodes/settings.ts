import { z } from 'zod';
import { line } from '../../book/rules/plain-text.ts';
import { NODE_NAME, SITE_LENGTH } from '../../book/rules/service/nodes.ts';

/** What the environment says of this process. */
export const NodeEnvironment = {
  /** What it is called among those that run on the same database: no two have one name. */
  JETON_NODE: z
    .string()
    .regex(NODE_NAME, 'a lower case letter, then such letters, digits and hyphens, 40 at most in all')
    .default('jeton'),
  /** Where it stands. */
  JETON_SITE: line(SITE_LENGTH).default('Paris'),
};
type Given = z.output<z.ZodObject<typeof NodeEnvironment>>;

/** A process among those that run on the same database. */
export interface NodeSettings {
  name: string;
  site: string;
}

/** This process as configured. */
export const nodeSettings = ({ JETON_NODE: name, JETON_SITE: site }: Given): NodeSettings => ({ name, site });
