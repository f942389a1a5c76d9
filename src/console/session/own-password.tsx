import { TextField } from '../frame/components/fields.tsx';
import { useVisit } from '../frame/components/visit-context.tsx';

/** The password of whoever is signed in, once more; password managers find it by the name beside it. */
export function OwnPassword() {
  const { visit, t } = useVisit();
  return (
    <>
      <input type="hidden" autocomplete="username" value={visit.me?.person.email ?? ''} />
      <TextField
        name="_password"
        type="password"
        label={t('label.password')}
        autocomplete="current-password"
        autofocus
      />
    </>
  );
}
