import type { Page } from 'playwright-core';
import { openChromium, openPhone, readBundledPage } from '../../test/helpers/browser.ts';
import { startRemoteMenu } from '../../test/helpers/remote-menu.ts';

/** The menu's page as a phone shows it, in PNG, by the names of the pictures. */
export async function pagePictures(): Promise<ReadonlyMap<string, Uint8Array>> {
  const pictures = new Map<string, Uint8Array>();
  const script = await readBundledPage();
  await using menu = await startRemoteMenu({
    // Node alone loads no screens: they are JSX.
    ui: 'line',
    readScript: async () => script,
    session: { ticks: 1000, tickMs: 100 },
  });
  const browser = await openChromium();
  try {
    const page = await openPhone(browser, 'light');
    await page.setViewportSize({ width: 360, height: 600 });
    const keep = async (name: string, title: string) => {
      await page.getByRole('heading', { name: title }).waitFor();
      pictures.set(name, await page.screenshot());
    };
    await page.goto(`https://${menu.host()}/`);
    await keep('code', 'Type the code');
    await page.getByLabel('Code').fill(menu.code());
    await page.keyboard.press('Enter');
    await keep('home', 'Choose what to boot');
    await press(page, /^Debian Live/);
    await press(page, /^standard/);
    await keep('entries', 'Debian Live 13.2');
    await press(page, /^Live system \(amd64\)/);
    await page.getByText(/^[1-9] %/).waitFor();
    await keep('progress', 'Booting Debian Live 13.2');
    await press(page, /^Stop$/);
    await press(page, /^Stop the boot$/);
    return pictures;
  } finally {
    await browser.close();
  }
}

function press(page: Page, name: RegExp): Promise<void> {
  return page.getByRole('button', { name }).first().click();
}
