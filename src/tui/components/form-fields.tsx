import type { Form } from '../../menu/model/form.ts';
import { Field } from './field.tsx';
import { bodyColumns, type View } from './view.ts';

/** The fields of a form, one a row; a passphrase is hidden. */
export function FormFields({
  view,
  form,
  revealed = false,
}: {
  readonly view: View;
  readonly form: Form;
  readonly revealed?: boolean;
}) {
  const labels = form.fields.map(({ name }) => `${view.state.texts.fields[name]}:`);
  const labelWidth = Math.max(...labels.map(({ length }) => length));
  return form.fields.map(({ name, field }, index) => (
    <Field
      key={name}
      label={labels[index]?.padEnd(labelWidth) ?? ''}
      field={field}
      width={bodyColumns(view)}
      active={index === form.cursor}
      hidden={name === 'passphrase' && !revealed}
    />
  ));
}
