import type { ScreenOf } from '../../menu/model/screen.ts';
import { addressHelp } from '../../menu/text/network-text.ts';
import { FormFields } from '../components/form-fields.tsx';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import type { View } from '../components/view.ts';

/** What a person settles of an interface in place of the network. */
export default function Address({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'address'>;
}) {
  return (
    <Frame view={view} title={`settings of ${screen.interfaceName}`}>
      <FormFields view={view} form={screen} />
      <Line />
      {addressHelp.map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
    </Frame>
  );
}
