import { FileField, TextArea } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { hasFailed } from './failed-form.ts';

/** The machines of a campaign, typed or as a file: 3,000 numbers are more than anybody pastes. */
export function MachineList() {
  const { t, visit } = useVisit();
  const isFile = hasFailed(visit, 'machines') && visit.files['file'] !== undefined;
  const isKept = visit.values['machines'] !== '';
  return (
    <>
      {isFile && <p>{t(isKept ? 'campaign.exchanges.file.kept' : 'campaign.list.file.notKept')}</p>}
      <TextArea name="machines" label={t('campaign.list')} hint={t('campaign.list.hint')} optional mono />
      <FileField
        name="file"
        label={t('label.file')}
        hint={t('campaign.list.file.hint')}
        accept=".csv,text/csv"
        optional
      />
    </>
  );
}
