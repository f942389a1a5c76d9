import { DOCUMENTS } from '../../book/tables/codes.ts';
import { Select } from '../frame/components/choices.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** Of which kind the document was that somebody looked at. None is chosen before: what stands here is evidence. */
export function DocumentField({ name = 'document', optional = false }: { name?: string; optional?: 'quiet' | false }) {
  const { t } = useVisit();
  return (
    <Select
      name={name}
      label={t('identity.document')}
      hint={t('identity.hint')}
      placeholder={t('choose')}
      options={DOCUMENTS.map((value) => ({ value, label: t(`document.${value}`) }))}
      optional={optional}
    />
  );
}
