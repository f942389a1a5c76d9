import type { Visit } from '../frame/visit.ts';

/** Whether the form with this field was sent and refused: it then stands open, with what was typed. No other form of the page has it. */
export const hasFailed = ({ failure, values }: Pick<Visit, 'failure' | 'values'>, field: string): boolean =>
  failure !== undefined && values[field] !== undefined;
