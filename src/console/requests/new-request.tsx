import type { PersonRow } from '../../book/tables/rows/people.ts';
import type { DeviceRow } from '../../book/tables/rows/requests.ts';
import type { WorkstationRow } from '../../book/tables/rows/workstations.ts';
import type { FoundPerson } from '../../flow/people/directory.ts';
import { fullName } from '../../flow/people/person-name.ts';
import type { Holding } from '../../flow/reading/people/own-holdings.ts';
import type { ToAskFor } from '../../flow/reading/people/people.ts';
import { Alert } from '../frame/components/alerts.tsx';
import { Radios, Select } from '../frame/components/choices.tsx';
import { TextArea, TextField } from '../frame/components/fields.tsx';
import { DefaultSubmit, Form, Submit } from '../frame/components/form.tsx';
import { profileText } from '../frame/components/labels.ts';
import { nameOf } from '../frame/components/names.ts';
import { useVisit } from '../frame/components/visit-context.tsx';
import { single } from '../frame/forms/forms.ts';
import { ASKED_MOTIFS, type AskedMotif } from '../frame/forms/motif.ts';
import { DeviceFields } from '../nomade/device-fields.tsx';
import { Terms } from '../nomade/terms.tsx';
import { HeldAlready, isRefused } from './held-already.tsx';
import { likelyMotif, motifsFor } from './motifs-offered.ts';

interface NewRequestProps {
  me: PersonRow;
  workstations: readonly WorkstationRow[];
  /** For a correspondent: the people they may ask for, and their workstations. */
  choices?: ToAskFor | undefined;
  /** What was asked for by an address; else what is likely. */
  motif?: AskedMotif | undefined;
  workstation: string;
  /** Directory id of whom a correspondent asks for, where an address named them. */
  agent?: string;
  /** What the reader has already, where they ask for themselves. */
  holdings?: readonly Holding[];
  /** Personal devices that the reader named before, and the one that the form was opened for. */
  devices?: readonly DeviceRow[];
  device?: DeviceRow | undefined;
  /** Certificate profiles that may be named; with one there is nothing to choose. */
  profiles: readonly string[];
  /** The directory, where there is one: what a search of it found. */
  search?: Search | undefined;
}
/** A search of the directory for whom to ask: not yet, people, or no answer. */
export type Search = { state: 'open' | 'down' } | { state: 'found'; people: readonly FoundPerson[] };
/** More are never shown. */
const FOUND_MOST = 20;

/** « Demander un jeton »: what is known is filled in already; four fields and one click, and two more for Nomade alone. */
export function NewRequestPage(props: NewRequestProps) {
  const {
    me,
    workstations,
    choices,
    motif,
    workstation,
    agent = '',
    holdings = [],
    devices = [],
    device,
    profiles,
    search,
  } = props;
  const { t, visit } = useVisit();
  const people = choices?.people;
  const nomade = (single(visit.values, 'motif') || motif) === 'nomade';
  const known = choices
    ? choices.workstations.map((w) => ({ value: w.assetNumber, label: `${w.holderName} – ${w.model}, ${w.site}` }))
    : workstations.map((w) => ({ value: w.assetNumber, label: `${w.model} – ${w.site}` }));
  const first = workstation || (!people && workstations.length === 1 ? (workstations[0]?.assetNumber ?? '') : '');
  const about = holdings.find((one) => one.workstation?.assetNumber === first);
  const offered = motifsFor(about ?? { held: [] });
  const motifs = people ? ASKED_MOTIFS : ASKED_MOTIFS.filter((one) => one === 'first-issue' || offered.includes(one));
  // from the start: without a script nothing of the form appears when the choice falls on it
  const mayNomade = nomade || motifs.includes('nomade');
  const text = (one: AskedMotif): string =>
    one === 'first-issue' && !offered.includes(one) && !people ? t('request.otherWorkstation') : t(`motif.${one}`);
  const likely = people ? 'first-issue' : likelyMotif(offered, about);
  return (
    <div class="jeton-narrow">
      <h1>{t(people ? 'request.newFor' : nomade ? 'nomade.ask' : 'request.new')}</h1>
      {!people && <p class="fr-text--lead">{t('request.for', { name: nameOf(me), service: me.service })}</p>}
      {nomade && <p>{t('nomade.lead')}</p>}
      {!people && !nomade && <HeldAlready chosen={about} others={holdings.filter((one) => one !== about)} />}
      {choices?.isCut && <Alert kind="info" small title={t('request.choices.cut')} />}
      <Form action={visit.path} name="request">
        {search && <DefaultSubmit />}
        {people && <HolderField people={people} search={search} agent={agent} />}
        <Select
          name="motif"
          label={t('label.motif')}
          initial={motif && (people || offered.includes(motif)) ? motif : likely}
          options={motifs.map((one) => ({ value: one, label: text(one) }))}
        />
        {!nomade && (
          <TextField
            name="workstation"
            label={t('label.workstation')}
            hint={t(people ? 'request.workstation.ofOther' : 'request.workstation.hint')}
            initial={first}
            suggestions={known}
            maxlength={40}
            optional="quiet"
            scan
          />
        )}
        {mayNomade && (
          <DeviceFields only={nomade && !people} ofOther={people !== undefined} device={device} known={devices} />
        )}
        {(!nomade || people) && (
          <TextField
            name="deliverySite"
            label={t('label.deliverySite')}
            initial={people ? '' : me.site}
            maxlength={100}
            optional={people !== undefined}
            {...(people ? { hint: t('request.site.hint') } : {})}
          />
        )}
        {profiles.length > 1 && !nomade && <ProfileField profiles={profiles} />}
        {people && <PriorityField />}
        <TextArea name="comment" label={t('label.comment')} optional />
        {nomade && (
          <div class="jeton-panel fr-mb-3w">
            <Terms heading="h2" />
            <p class="fr-text--sm fr-mb-0">{t('nomade.terms.later')}</p>
          </div>
        )}
        <Submit secondary={isRefused(about)}>{t('request.send')}</Submit>
      </Form>
    </div>
  );
}

interface HolderProps {
  people: readonly PersonRow[];
  search: Search | undefined;
  agent: string;
}
/** Whom the token is for: somebody of the service whom we know, by id, or somebody found in the directory. */
function HolderField({ people, search, agent }: HolderProps) {
  const { t } = useVisit();
  const options = people.flatMap((p) =>
    p.directoryId ? [{ value: p.directoryId, label: `${nameOf(p)} – ${p.service}` }] : [],
  );
  const found = search?.state === 'found' ? search.people : [];
  return (
    <>
      {search?.state === 'down' && (
        <Alert kind="warning" title={t('search.down')}>
          <p>{t('search.down.text')}</p>
        </Alert>
      )}
      {search?.state === 'found' && found.length === 0 && <Alert kind="info" small title={t('search.none')} />}
      <TextField
        name={found.length > 0 ? '_search' : 'holder'}
        label={t('label.holder')}
        hint={t(search ? 'search.hint' : 'request.holder.hint')}
        suggestions={options}
        initial={found.length > 0 ? '' : agent}
        optional={found.length > 0 ? 'quiet' : false}
        autofocus
        scan={search === undefined}
      />
      {search && (
        <div class="fr-mb-3w">
          <Submit secondary action="/service/demande/annuaire">
            {t(found.length > 0 ? 'search.again' : 'search.open')}
          </Submit>
        </div>
      )}
      {found.length > 0 && <Found people={found} />}
    </>
  );
}

function Found({ people }: { people: readonly FoundPerson[] }) {
  const { t } = useVisit();
  const options = people.map((p) => ({
    value: p.directoryId,
    label: `${fullName(p)} – ${p.directoryId} – ${p.service}, ${p.site}${p.known ? '' : ` (${t('search.new')})`}`,
  }));
  const [only] = people.length === 1 ? people : [];
  return (
    <>
      <Radios
        name="holder"
        label={t('search.found')}
        options={options}
        {...(only ? { initial: only.directoryId } : {})}
      />
      {people.length >= FOUND_MOST && <p class="fr-text--sm">{t('search.many')}</p>}
    </>
  );
}

function ProfileField({ profiles }: { profiles: readonly string[] }) {
  const { t } = useVisit();
  return (
    <Select
      name="profile"
      label={t('label.profile')}
      hint={t('request.profile.hint')}
      optional="quiet"
      placeholder={t('request.profile.usual')}
      options={profiles.map((name) => ({ value: name, label: profileText(t, name) }))}
    />
  );
}

function PriorityField() {
  const { t } = useVisit();
  const options = ([0, 1, 2] as const).map((p) => ({ value: String(p), label: t(`priority.${p}`) }));
  return <Select name="priority" label={t('label.priority')} initial="0" options={options} />;
}
