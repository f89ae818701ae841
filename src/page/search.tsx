import { useEffect, useRef } from 'react';
import type { Ask } from './server.ts';

const pauseMs = 150;

/** Searches while a person types; what is typed on the machine appears here too. */
export function Search({
  label,
  text,
  ask,
}: {
  readonly label: string;
  readonly text: string;
  readonly ask: Ask;
}) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const { current } = input;
    if (current !== null && document.activeElement !== current) current.value = text;
  }, [text]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <search>
      <label htmlFor="search">{label}</label>
      <input
        id="search"
        type="search"
        ref={input}
        defaultValue={text}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        onInput={() => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            void ask({ verb: 'set-field', name: 'search', text: input.current?.value ?? '' });
          }, pauseMs);
        }}
      />
    </search>
  );
}
