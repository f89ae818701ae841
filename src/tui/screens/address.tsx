import type { ScreenOf } from '../../menu/model/screen.ts';
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
  const { texts } = view.state;
  return (
    <Frame view={view} title={texts.bar.address({ name: screen.interfaceName })}>
      <FormFields view={view} form={screen} />
      <Line />
      {texts.network.addressHelp.map((text) => (
        <Paragraph key={text} view={view} text={text} />
      ))}
    </Frame>
  );
}
