import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { bundlePage } from '../../tools/bundle/page.ts';

/** Debian's Chromium; tools/host/host-packages.ts installs it. */
export async function openChromium(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Tests may run as root, in containers with little shared memory.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', ...args],
  });
}

/** A page of a phone's size that puts up with a certificate that nobody else signed. */
export async function openPhone(browser: Browser, scheme?: 'dark' | 'light'): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 1,
    hasTouch: true,
    isMobile: true,
    ignoreHTTPSErrors: true,
    ...(scheme === undefined ? {} : { colorScheme: scheme }),
  });
  context.setDefaultTimeout(20_000);
  return context.newPage();
}

/** The page's script, as it is in the image. */
export async function readBundledPage(): Promise<Uint8Array> {
  const directory = await mkdtemp(join(tmpdir(), 'webboot-page-'));
  try {
    await bundlePage(directory);
    return await readFile(join(directory, 'page.js'));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

interface AxeResults {
  readonly passes: readonly unknown[];
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { html: string }[];
  }[];
}

/** What breaks WCAG 2.2 AA on the page as it is, a line each. */
export async function accessibilityProblems(page: Page): Promise<readonly string[]> {
  // The page's own policy lets no other script in: it runs in a world of its own.
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  await page.evaluate(axe.source);
  const results = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`,
  )) as AxeResults;
  if (results.passes.length === 0) throw new Error('axe checked nothing');
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
