import { single, type Values } from '../frame/forms.ts';

/** The closed days that a form holds as text, with commas, semicolons or blanks between them. */
export const daysOf = ({ closedDays }: { closedDays?: Values[string] | undefined }): string[] =>
  single({ closedDays: closedDays ?? '' }, 'closedDays')
    .split(/[\s,;]+/)
    .filter((day) => day !== '');
