import { Box } from 'ink';
import { remoteLines, remoteLinks, spacedCode } from '../../menu/text/remote-text.ts';
import { Frame } from '../components/frame.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { fittingCode } from '../components/qr-fit.ts';
import { bodyColumns, type View } from '../components/view.ts';

/** Columns that the longest address takes at least. */
const leastText = 30;

/** How another screen gets this menu: the address as a QR code and as text, and the code to type. */
export default function Remote({ view }: { readonly view: View }) {
  const { texts, remote } = view.state;
  const lines = remoteLines(view.state);
  const digits = remote.kind === 'waiting' ? spacedCode(remote.code) : undefined;
  const code = remote.kind === 'waiting' ? fittingCode(remoteLinks(remote), view) : undefined;
  const textColumns = bodyColumns(view) - (code?.columns ?? 0) - 2;
  if (code === undefined || textColumns < leastText) {
    return (
      <Frame view={view} title={texts.bar.remote}>
        <Lines view={view} lines={lines} bold={digits} />
      </Frame>
    );
  }
  const beside = { ...view, size: { ...view.size, columns: textColumns } };
  return (
    <Frame view={view} title={texts.bar.remote}>
      <Box>
        <Box flexDirection="column" flexShrink={0} width={code.columns} marginRight={2}>
          <QrCode modules={code.modules} charset={view.charset} />
        </Box>
        <Box flexDirection="column">
          <Lines view={beside} lines={lines} bold={digits} />
        </Box>
      </Box>
    </Frame>
  );
}

function Lines({
  view,
  lines,
  bold,
}: {
  readonly view: View;
  readonly lines: readonly string[];
  /** What stands in the line to be seen first. */
  readonly bold: string | undefined;
}) {
  return lines.map((text) => (
    <Paragraph
      key={text}
      view={view}
      text={text}
      bold={bold !== undefined && text.endsWith(bold)}
    />
  ));
}
