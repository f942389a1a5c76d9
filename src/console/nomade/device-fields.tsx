import { DEVICE_KINDS } from '../../book/tables/codes.ts';
import type { DeviceRow } from '../../book/tables/rows/requests.ts';
import { NOMADE_NOTES } from '../../words/nomade-notes.ts';
import { Select } from '../frame/components/choices.tsx';
import { TextField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

interface DeviceFieldsProps {
  /** The form is for a Nomade credential, and not for a token as well. */
  only: boolean;
  /** The device is somebody else's than the reader's. */
  ofOther?: boolean;
  /** The device that it was opened for. */
  device?: DeviceRow | undefined;
  /** What the reader named before. */
  known: readonly DeviceRow[];
}
/** For which personal device: its system, and what its holder calls it. */
export function DeviceFields({ only, ofOther = false, device, known }: DeviceFieldsProps) {
  const { t } = useVisit();
  const systems = DEVICE_KINDS.map((kind) => ({ value: kind, label: NOMADE_NOTES[kind].system }));
  const names = known.flatMap(({ name, kind }) =>
    name === null ? [] : [{ value: name, label: NOMADE_NOTES[kind].system }],
  );
  const fields = (
    <>
      <Select
        name="deviceKind"
        label={t('nomade.system')}
        options={systems}
        initial={device?.kind ?? ''}
        placeholder={only ? '' : t('nomade.system.none')}
        {...(only ? {} : { optional: 'quiet' as const })}
      />
      <TextField
        name="deviceName"
        label={t('nomade.name')}
        hint={t(ofOther ? 'nomade.name.hint.other' : 'nomade.name.hint')}
        initial={device?.name ?? ''}
        suggestions={names}
        maxlength={40}
        {...(only ? {} : { optional: 'quiet' as const })}
      />
    </>
  );
  if (only) return fields;
  return (
    <fieldset class="jeton-panel fr-mb-3w">
      <legend class="fr-h6">{t('nomade.fields')}</legend>
      {fields}
    </fieldset>
  );
}
