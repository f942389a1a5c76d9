import { listed, type Values } from '../forms/forms.ts';
import { withoutSecrets } from '../forms/secret-fields.ts';

/** A form's values carried through another page, as they were typed; secrets are typed again. */
export function HiddenValues({ values }: { values: Values }) {
  const names = Object.keys(withoutSecrets(values)).filter((name) => name !== '_csrf');
  return (
    <>
      {names.flatMap((name) =>
        listed(values, name).map((value, index) => (
          <input key={`${name}-${index}`} type="hidden" name={name} value={value} />
        )),
      )}
    </>
  );
}
