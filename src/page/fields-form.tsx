import { useEffect, useRef, useState } from 'react';
import type { Field, View } from '../remote/view.ts';
import type { Ask, WishedVerb } from './server.ts';

/** The fields of a screen and its main button: all of them are sent when that is pressed. */
export function FieldsForm({ view, ask }: { readonly view: View; readonly ask: Ask }) {
  const form = useRef<HTMLFormElement>(null);
  const { words, fields, submit } = view;
  if (submit === undefined) return null;
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = fields.map(({ name }): WishedVerb => {
          const input = form.current?.elements.namedItem(name);
          const text = input instanceof HTMLInputElement ? input.value : '';
          return { verb: 'set-field', name, text };
        });
        const { command } = submit;
        void ask(...typed, command === 'choose' ? { verb: 'choose' } : { verb: 'run', command });
      }}
    >
      {fields.map((field) => (
        <FieldInput key={field.name} show={words.show} field={field} ask={ask} />
      ))}
      <p>
        <button className="main" type="submit">
          {submit.label}
        </button>
      </p>
    </form>
  );
}

function FieldInput({
  show,
  field,
  ask,
}: {
  readonly show: string;
  readonly field: Field;
  readonly ask: Ask;
}) {
  const { name, label, text, hidden } = field;
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(!hidden);
  // Typed on the machine itself, or put there by a button.
  useEffect(() => {
    const { current } = input;
    if (current !== null && !hidden && document.activeElement !== current) current.value = text;
  }, [text, hidden]);
  const id = `field-${name}`;
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        ref={input}
        type={shown ? 'text' : 'password'}
        defaultValue={text}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        // The fields that a form has may depend on this one.
        onChange={() => {
          if (!hidden) void ask({ verb: 'set-field', name, text: input.current?.value ?? '' });
        }}
      />
      {hidden ? (
        <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {`${show}: ${label}`}
        </button>
      ) : null}
    </>
  );
}
