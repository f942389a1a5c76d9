import type { ComponentChildren } from 'preact';
import { FileField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasFailed } from './failed-form.ts';

/**
 * A list of a campaign, typed in the field that stands within, or as a file: thousands of numbers are more than anybody pastes. No
 * browser sends a file again, so that it is said whether the lines of one that was refused stand in the field.
 */
export function ListOrFile({
  of,
  optional = true,
  children,
}: {
  of: 'machines' | 'exchanges';
  /** `quiet`: either is needed, and a sentence above both says so. */
  optional?: true | 'quiet';
  children: ComponentChildren;
}) {
  const { t, visit } = useVisit();
  const words = of === 'machines' ? 'campaign.list.file' : 'campaign.exchanges.file';
  const isFile = hasFailed(visit, of) && visit.files['file'] !== undefined;
  const isKept = visit.values[of] !== '';
  return (
    <>
      {isFile && <p>{t(isKept ? 'campaign.exchanges.file.kept' : `${words}.notKept`)}</p>}
      {children}
      <FileField
        name="file"
        label={t('label.file')}
        hint={t(`${words}.hint`)}
        accept=".csv,text/csv"
        optional={optional}
      />
    </>
  );
}
