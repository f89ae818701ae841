import type { ScreenOf } from '../../menu/model/screen.ts';
import { reportText } from '../../menu/text/failure-text.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { fittingCode } from '../components/qr-fit.ts';
import { bodyRows, type View } from '../components/view.ts';

/** Bytes that a QR code of version 5, level L, holds: 41 modules with a border of two, 21 rows. */
const shortReport = 100;
/** Version 10, level L: 61 modules, 31 rows. */
const longReport = 260;

/** The failure as a QR code for a phone; as text where the console cannot draw one. */
export default function Report({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'report'>;
}) {
  const { texts } = view.state;
  const rows = bodyRows(view);
  const report = (longest: number) => reportText(screen.failure, view.state.setup.version, longest);
  const code = fittingCode([report(rows > 32 ? longReport : shortReport)], view);
  return (
    <Frame view={view} title={texts.bar.report}>
      {code ? (
        <QrCode modules={code.modules} charset={view.charset} />
      ) : (
        <>
          <Paragraph view={view} text={report(longReport)} />
          <Line />
          <Paragraph view={view} text={texts.failure.noQrCode} />
        </>
      )}
    </Frame>
  );
}
