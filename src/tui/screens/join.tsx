import { asksForUser } from '../../menu/model/form.ts';
import type { ScreenOf } from '../../menu/model/screen.ts';
import { enterpriseHelp, hiddenHelp, securityText } from '../../menu/text/network-text.ts';
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
  const what = network ? `${network.ssid}, ${securityText[network.security]}` : hiddenHelp;
  return (
    <Frame view={view} title="join a Wi-Fi network">
      <Paragraph view={view} text={what} bold />
      <Line />
      <FormFields view={view} form={screen} revealed={screen.revealed} />
      <Line />
      {asksForUser(screen)
        ? enterpriseHelp.map((text) => <Paragraph key={text} view={view} text={text} />)
        : null}
      <Paragraph
        view={view}
        text="The passphrase never appears in a log or on a command line. It is stored on the stick only if you save the network."
      />
    </Frame>
  );
}
