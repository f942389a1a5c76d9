import { TextArea } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';
import { ListOrFile } from './list-or-file.tsx';

/** The machines of a campaign, typed or as a file. */
export function MachineList() {
  const { t } = useVisit();
  return (
    <ListOrFile of="machines">
      <TextArea name="machines" label={t('campaign.list')} hint={t('campaign.list.hint')} optional mono />
    </ListOrFile>
  );
}
