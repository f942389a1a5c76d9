import { TextField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** What a machine is, as it is typed by whoever brings it in. */
export function MachineFields() {
  const { t } = useVisit();
  return (
    <>
      <TextField
        name="assetNumber"
        label={t('label.workstation')}
        hint={t('workstations.number.hint')}
        maxlength={40}
        scan
      />
      <TextField
        name="serialNumber"
        label={t('label.serial')}
        hint={t('workstations.serial.hint')}
        maxlength={40}
        scan
        optional
      />
      <TextField name="model" label={t('label.model')} maxlength={80} />
      <TextField name="image" label={t('label.image')} hint={t('workstations.image.hint')} maxlength={80} optional />
      <TextField name="service" label={t('label.service')} hint={t('service.hint')} maxlength={64} scan />
      <TextField name="site" label={t('label.site')} maxlength={100} />
    </>
  );
}
