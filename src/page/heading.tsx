import { useEffect, useRef } from 'react';

/** The screen's title: it takes the focus when another screen opens, so that a screen reader goes on there. */
export function Heading({
  text,
  screen = text,
}: {
  readonly text: string;
  readonly screen?: string;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is what moves the focus
  useEffect(() => heading.current?.focus(), [screen]);
  useEffect(() => {
    document.title = `${text} - webboot`;
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
