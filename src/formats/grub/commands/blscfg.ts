import { type BlsEntry, parseBlsEntry } from '../../bls/entry.ts';
import { compareVersions } from '../../bls/version-order.ts';
import { resolveGrubPath } from '../device.ts';
import { parseGrubScript } from '../parser.ts';
import { readConfigFile } from '../read-config.ts';
import { addNote, type CommandFunction, grubStatus, type Session } from '../session.ts';
import { matchesPattern } from '../wildcard.ts';

/**
 * `blscfg [default|non-default|DIRECTORY|ID]`: menu entries from `loader/entries`, as Fedora's
 * GRUB makes them. The newest comes first, by file name.
 */
export const blscfg: CommandFunction = async (session, { args }) => {
  const [what] = args;
  const entries = await readEntries(session, what);
  const wanted = session.env.get('default');
  for (const [place, { entry, path }] of entries.entries()) {
    const isDefault = [entry.id, entry.title, String(place)].includes(wanted);
    if (what === 'default' && !isDefault) continue;
    if (what === 'non-default' && isDefault) continue;
    if (isId(what) && what !== entry.id) continue;
    session.menu.push({
      submenu: false,
      hidden: false,
      id: entry.id,
      title: entry.title ?? entry.linux ?? entry.id,
      params: [entry.title ?? entry.id],
      body: entryBody(session, entry),
      path,
      within: session.reading,
    });
  }
  return grubStatus.ok;
};

function isId(what: string | undefined): what is string {
  return what !== undefined && !['default', 'non-default'].includes(what) && !/^[(/]/.test(what);
}

async function readEntries(
  session: Session,
  what: string | undefined,
): Promise<readonly { readonly entry: BlsEntry; readonly path: string }[]> {
  const given = what !== undefined && /^[(/]/.test(what) ? what : session.env.get('blsdir');
  const directories = given === '' ? ['/loader/entries', '/boot/loader/entries'] : [given];
  for (const name of directories) {
    const directory = resolveGrubPath(name, session.env.get('root'), session.loopbacks);
    if (directory === undefined) continue;
    session.budget.spendLookup();
    const found: { entry: BlsEntry; path: string }[] = [];
    for (const file of await session.tree.list(directory)) {
      if (!matchesPattern('?*.conf', file.name, session.budget)) continue;
      if (file.name.startsWith('.')) continue;
      const path = `${directory}/${file.name}`;
      const text = await readConfigFile(session, path);
      const entry = text === undefined ? undefined : parseBlsEntry(file.name, text);
      if (entry?.linux !== undefined) found.push({ entry, path });
    }
    if (found.length > 0) {
      return found.sort((left, right) => compareVersions(right.entry.id, left.entry.id));
    }
  }
  return [];
}

/** GRUB writes such an entry out as a script and runs it; variables are filled in before. */
function entryBody(session: Session, entry: BlsEntry) {
  const options = entry.options === '' ? session.env.get('default_kernelopts') : entry.options;
  const filled = options.replace(/(?<!\\)\$(\w+) ?/g, (_match, name: string) => {
    const value = session.env.get(name);
    return value === '' ? '' : `${value} `;
  });
  session.budget.spendText(filled.length);
  const initrds = entry.initrds.join(' ');
  const script = `linux ${entry.linux ?? ''} ${filled}\n${initrds === '' ? '' : `initrd ${initrds}\n`}`;
  const { statements, errors } = parseGrubScript(script);
  for (const error of errors) addNote(session, 'syntax', `${entry.id}: ${error.message}`);
  return statements.flatMap((statement) =>
    statement.type === 'command' ? [statement.command] : [],
  );
}
