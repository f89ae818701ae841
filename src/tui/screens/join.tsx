import { asksForUser } from '../../menu/model/form.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { FormFields } from '../components/form-fields.tsx';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** What a Wi-Fi network asks for. The passphrase is hidden until the person wants to see it. */
export default function Join({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'join'>;
}) {
  const { network } = screen;
  const { texts } = view.state;
  const { wifi } = texts;
  const what = network ? `${network.ssid}, ${wifi.security[network.security]}` : wifi.hidden;
  return (
    <Frame view={view} title={texts.bar.join}>
      <Paragraph view={view} text={what} bold />
      <Line />
      <FormFields view={view} form={screen} revealed={screen.revealed} />
      <Line />
      {asksForUser(screen)
        ? wifi.enterprise.map((text) => <Paragraph key={text} view={view} text={text} />)
        : null}
      <Paragraph view={view} text={wifi.secrecy} />
    </Frame>
  );
}
