import { useRef, useState } from 'react';
import type { PageWords } from '../remote/page-words.ts';
import { Heading } from './heading.tsx';

/** Asks for the six digits that the machine shows. */
export function CodeForm({
  words,
  wrong,
  onCode,
}: {
  readonly words: PageWords;
  /** What was wrong with the last code; '' for none. */
  readonly wrong: string;
  readonly onCode: (code: string) => Promise<void>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const expected = location.hash.slice(1).match(/^[0-9a-f]{64}$/)?.[0];
  return (
    <main>
      <Heading text={words.typeCode} />
      <p>{words.sixDigits}</p>
      {expected === undefined ? null : (
        <p>
          {words.qrFingerprint}{' '}
          <span className="log">{expected.toUpperCase().match(/.{4}/g)?.join(' ')}</span>.{' '}
          {words.compare}
        </p>
      )}
      {location.protocol === 'http:' ? <p className="blocked">{words.notEncrypted}</p> : null}
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (busy) return;
          setBusy(true);
          await onCode(input.current?.value ?? '');
          setBusy(false);
          input.current?.select();
        }}
      >
        <label htmlFor="code">{words.code}</label>
        <input
          id="code"
          className="code"
          ref={input}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          required={true}
          aria-describedby="code-status"
        />
        <p id="code-status" role="alert" className="status blocked">
          {wrong}
        </p>
        <button className="main" type="submit">
          {words.openMenu}
        </button>
      </form>
    </main>
  );
}
