import type { ScreenOf } from '../../menu/model/screen.ts';
import { wifiRows } from '../../menu/model/wifi-rows.ts';
import { networkText, signalText } from '../../menu/text/network-text.ts';
import { problemText } from '../../menu/text/problem-text.ts';
import { cell } from '../components/columns.ts';
import { Frame } from '../components/frame.tsx';
import { Line } from '../components/line.tsx';
import { List } from '../components/list.tsx';
import { Paragraph } from '../components/paragraph.tsx';
import { bodyColumns, bodyRows, type View } from '../components/view.ts';

/** The networks in reach of one interface. */
export default function Wifi({
  view,
  screen,
}: {
  readonly view: View;
  readonly screen: ScreenOf<'wifi'>;
}) {
  const { texts, network } = view.state;
  const words = texts.wifi;
  const networks = wifiRows(network, screen.interfaceName);
  const inReach = networks.filter(({ signalPercent }) => signalPercent !== undefined).length;
  const scanning = network?.scanning === screen.interfaceName;
  const width = bodyColumns(view);
  const narrow = width < 60;
  const signalWidth = narrow ? 6 : 12;
  const securityWidth = narrow ? 17 : 20;
  const nameWidth = width - signalWidth - securityWidth - 4;
  return (
    <Frame view={view} title={texts.titles.wifi({ name: screen.interfaceName })}>
      <Line>{scanning ? words.scanning : words.inRange({ count: inReach })}</Line>
      <Line />
      <List
        rows={networks.map((item) => ({
          key: `${item.ssid} ${item.security}`,
          text: `${cell(item.ssid, nameWidth)} ${cell(narrow ? `${item.signalPercent ?? 0} %` : signalText(texts, item), signalWidth)} ${cell(networkText(texts, item), securityWidth)}`,
        }))}
        cursor={screen.cursor}
        height={bodyRows(view) - 4}
        width={width}
        texts={texts}
      />
      {network?.failure ? (
        <Paragraph
          view={view}
          text={problemText(texts, { code: network.failure.code, text: network.failure.message })}
          color="red"
        />
      ) : null}
    </Frame>
  );
}
