import { listed, type Values } from '../forms.ts';

const OWN = ['_csrf', '_password'];

/** A form's values carried through another page, as they were typed. */
export function HiddenValues({ values }: { values: Values }) {
  const names = Object.keys(values).filter((name) => !OWN.includes(name));
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
