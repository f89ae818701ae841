import { useRef, useState } from 'react';
import { Heading } from './heading.tsx';

/** Asks for the six digits that the machine shows. */
export function CodeForm({
  left,
  onCode,
}: {
  readonly left: number | undefined;
  readonly onCode: (code: string) => Promise<void>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const expected = location.hash.slice(1).match(/^[0-9a-f]{64}$/)?.[0];
  return (
    <main>
      <Heading text="Type the code" />
      <p>The machine's screen shows it: six digits, good for one browser.</p>
      {expected === undefined ? null : (
        <p>
          The QR code says that the certificate's SHA-256 fingerprint is{' '}
          <span className="log">{expected.toUpperCase().match(/.{4}/g)?.join(' ')}</span>. Compare
          it with the one that the browser shows for this page.
        </p>
      )}
      {location.protocol === 'http:' ? (
        <p className="blocked">
          This page is not encrypted: everybody on this network can read along, passphrases
          included.
        </p>
      ) : null}
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
        <label htmlFor="code">Code</label>
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
          {left === undefined ? '' : wrongText(left)}
        </p>
        <button className="main" type="submit">
          Open the menu
        </button>
      </form>
    </main>
  );
}

function wrongText(left: number): string {
  const tries = left === 1 ? 'One more wrong code ends' : `${left} more wrong codes end`;
  return `That is not the code. ${tries} this.`;
}
