import type { PersonRow, WorkstationRow } from '../../flow/model.ts';
import { Select } from '../components/choices.tsx';
import { TextArea, TextField } from '../components/fields.tsx';
import { Form, Submit } from '../components/form.tsx';
import { useHere } from '../components/here.tsx';
import { nameOf } from '../components/names.ts';
import { MOTIFS, type Motif } from '../motif.ts';

interface NewRequestProps {
  me: PersonRow;
  workstations: readonly WorkstationRow[];
  /** For a correspondent: the people they may ask for. */
  people?: readonly PersonRow[] | undefined;
  motif: Motif;
  workstation: string;
}

/** « Demander un jeton »: what is known is filled in already; four fields and one click. */
export function NewRequestPage({ me, workstations, people, motif, workstation }: NewRequestProps) {
  const { t, visit } = useHere();
  const known = workstations.map((w) => ({ value: w.assetNumber, label: `${w.model} – ${w.site}` }));
  const first = workstation || (!people && workstations.length === 1 ? (workstations[0]?.assetNumber ?? '') : '');
  return (
    <div class="jeton-narrow">
      <h1>{t(people ? 'request.newFor' : 'request.new')}</h1>
      {!people && <p class="fr-text--lead">{t('request.for', { name: nameOf(me), service: me.service })}</p>}
      <Form action={visit.path} name="request">
        {people && <HolderField people={people} />}
        <Select
          name="motif"
          label={t('label.motif')}
          initial={motif}
          options={MOTIFS.map((m) => ({ value: m, label: t(`motif.${m}`) }))}
        />
        <TextField
          name="workstation"
          label={t('label.workstation')}
          hint={t('request.workstation.hint')}
          initial={first}
          suggestions={known}
          maxlength={40}
          optional="quiet"
          scan
        />
        <TextField
          name="deliverySite"
          label={t('label.deliverySite')}
          initial={people ? '' : me.site}
          maxlength={100}
          optional={people !== undefined}
          {...(people ? { hint: t('request.site.hint') } : {})}
        />
        {people && <PriorityField />}
        <TextArea name="comment" label={t('label.comment')} optional />
        <Submit>{t('request.send')}</Submit>
      </Form>
    </div>
  );
}

function HolderField({ people }: { people: readonly PersonRow[] }) {
  const { t } = useHere();
  const options = people.flatMap((p) =>
    p.directoryId ? [{ value: p.directoryId, label: `${nameOf(p)} – ${p.service}` }] : [],
  );
  return (
    <TextField
      name="holder"
      label={t('label.holder')}
      hint={t('request.holder.hint')}
      suggestions={options}
      autofocus
      scan
    />
  );
}

function PriorityField() {
  const { t } = useHere();
  const options = ([0, 1, 2] as const).map((p) => ({ value: String(p), label: t(`priority.${p}`) }));
  return <Select name="priority" label={t('label.priority')} initial="0" options={options} />;
}
